import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClinicService } from '../../server/clinic/clinicService'
import { inTransaction } from '../../server/platform/database/transaction'
import { createStaff } from '../../server/staff/staffService'
import { resetMfaByCommand, resetPasswordByCommand } from '../../server/team/teamRescue'
import { LANGUAGES } from '../../shared/clinic/clinicSchemas'
import { addClinic, from, newConsole, openWorld, outcome, START, type World } from '../staff/staffWorld'
import { type SentNotices, testNotices } from '../support/notices'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const EMAIL = 'only.admin@alder.example'
const PASSWORD = 'quiet lanterns over seven harbours'
let database: TestDatabase
let world: World
let deps: { readonly clinic: ReturnType<typeof createClinicService> } & SentNotices

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  await addClinic(world)
  const clinic = createClinicService({ db: world.db, portalUrl: 'https://portal.alder.example' })
  deps = { clinic, ...testNotices(clinic) }
  const person = { email: EMAIL, displayName: 'Only Admin', role: 'admin', now: START, password: PASSWORD } as const
  await inTransaction(world.db, (tx) => createStaff(tx, world.hasher, person))
  await world.db
    .updateTable('staff')
    .set({ totp_secret: Buffer.alloc(40) })
    .execute()
})
afterAll(() => database.drop())

const signIn = (password: string) => world.auth.signIn({ email: EMAIL, password }, from(newConsole(), START))

test('M8: the only administrator who lost a phone comes back by the command line, and the reset is in the audit log and in their mailbox', async () => {
  expect((await signIn(PASSWORD)).next).toBe('totp')
  await inTransaction(world.db, (tx) => resetMfaByCommand(deps, tx, ' Only.Admin@Alder.example ', START))
  expect((await signIn(PASSWORD)).next).toBe('enrol')
  const rows = await world.db
    .selectFrom('audit_log')
    .select(['actor_kind', 'detail'])
    .where('action', '=', 'team.mfa_reset')
    .execute()
  expect(rows).toEqual([{ actor_kind: 'system', detail: { reason: 'command_line' } }])
  expect(deps.sent.map(({ to, subject, links }) => [to, subject, links])).toEqual([
    [EMAIL, 'Your second step was reset', []],
  ])
})

test('M8: the notice of a reset has words of its own in each language, no link, and what to do when it was not expected', async () => {
  const mailing = { name: 'staff_mfa_reset', to: EMAIL, now: START } as const
  const doubts = { en: 'If you did not expect this', fr: 'Si vous ne vous y attendiez pas', es: 'Si no lo esperaba' }
  for (const language of LANGUAGES) {
    const { text, html, links, code } = await deps.notices.compose({ ...mailing, language })
    expect([links, code, text.includes(doubts[language]), text.includes('Alder Clinic')]).toEqual([
      [],
      undefined,
      true,
      true,
    ])
    expect(`${text}${html}`).not.toMatch(/https?:|href|\{\{/)
  }
})

test('a new first password from the command line replaces the old one and has to be changed', async () => {
  const password = await resetPasswordByCommand(world.db, world.hasher, EMAIL, START)
  expect(await outcome(signIn(PASSWORD))).toBe('SIGN_IN_FAILED')
  expect((await signIn(password)).next).toBe('enrol')
  const row = await world.db.selectFrom('staff').select('password_changed_at').executeTakeFirstOrThrow()
  expect(row.password_changed_at).toBeNull()
})

test('an address nobody has is named as what is wrong', async () => {
  const unknown = inTransaction(world.db, (tx) => resetMfaByCommand(deps, tx, 'nobody@alder.example', START))
  await expect(unknown).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})
