import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstMisattributed } from '../../server/audit/aboutCheck'
import { runAuditVerify } from '../../server/cli/auditCommand'
import { openPatient, type Patient } from '../doctor/doctorKit'
import { inviteFor, revocation } from '../sync/support/clinic'

let patient: Patient
const inviteId = randomUUID()
const messageId = randomUUID()
const correctionId = randomUUID()

/** Rows of each way in which a row leads to somebody: by its target, by its detail, by what the target belongs to, by its actor, or to nobody. */
beforeAll(async () => {
  patient = await openPatient()
  const { clinic } = patient
  const [first = '', second = ''] = clinic.participants
  expect(await clinic.push('admin', [inviteFor(first, inviteId)])).toMatchObject([{ outcome: 'applied' }])
  const revoke = revocation(inviteId)
  expect(await clinic.push('admin', [revoke, revocation(inviteId)])).toHaveLength(2)
  await patient.sql(`insert into correction (id, rev, participant_id, author_name, state, description, received_at, due_on, changes, persons, profile, language)
    values ('${correctionId}', nextval('sync_rev'), '${second}', 'x', 'submitted', 'x', now(), '2026-05-01', '[]', '[]', 'days_60_30', 'en')`)
  await patient.sql(`insert into message (id, rev, participant_id, author, author_id, author_name, body, sent_at)
    values ('${messageId}', nextval('sync_rev'), '${first}', 'staff', '${randomUUID()}', 'x', 'x', now())`)
  const by = { deviceId: null, address: null, role: null }
  const actor = { ...by, kind: 'participant', id: second } as const
  const visitor = { ...by, kind: 'visitor', id: null } as const
  await patient.append([
    { actor: visitor, action: 'message.sent', target: { kind: 'message', id: messageId }, outcome: 'ok' },
    { actor, action: 'correction.submitted', target: { kind: 'correction', id: correctionId }, outcome: 'ok' },
    { actor, action: 'portal.sign_out', target: { kind: 'clinic', id: 'clinic' }, outcome: 'ok' },
    { actor: visitor, action: 'portal.sign_in', target: { kind: 'account', id: first }, outcome: 'refused' },
    { actor: visitor, action: 'invite.opened', target: { kind: 'invite', id: 'none' }, outcome: 'ok' },
  ])
  await patient.signHead()
})
afterAll(() => patient.drop())

async function verdict(): Promise<string> {
  const lines: string[] = []
  const { db, app, secrets } = patient.database
  const options = { db, fast: app, headFile: patient.headFile, publicKey: secrets.auditPublicKey }
  const code = await runAuditVerify({ ...options, args: ['--last', '0'], write: (line) => lines.push(line) })
  return `${code} ${lines.at(-1)}`
}

test('U3, U4: a log as it was written names whom each row is about as the trigger does, so nothing is found', async () => {
  expect(await firstMisattributed(patient.database.db)).toBeNull()
  expect(await verdict()).toMatch(/^0 SOUND/)
})

test('U3, T4: a row taken out of a person’s timeline, or put into another’s, is named as altered, whatever it is about', async () => {
  const rows = await patient.sql('select seq::int as seq, participant_id as whose, target_kind as kind from audit_log')
  expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThan(5)
  const other = patient.clinic.participants[4]
  for (const { seq, whose } of rows) {
    for (const value of whose === null
      ? [`'${other}'`]
      : ['null', `'${other}'`].filter((text) => !text.includes(whose))) {
      await patient.sql(`update audit_log set participant_id = ${value} where seq = ${seq}`)
      expect([value, await firstMisattributed(patient.database.db)]).toMatchObject([value, { seq, kind: 'altered' }])
      await patient.sql(
        `update audit_log set participant_id = ${whose === null ? 'null' : `'${whose}'`} where seq = ${seq}`,
      )
    }
  }
  const last = rows.at(-2)?.seq
  await patient.sql(`update audit_log set participant_id = null where seq = ${last}`)
  expect(await verdict()).toMatch(
    new RegExp(
      `^2 TAMPERED: first bad row ${last} \\(altered\\)\\. Row ${last}: whom it is about \\(participant_id\\) was changed`,
    ),
  )
  // Nor does it help to change what the trigger would say.
  await patient.sql(`create or replace function audit_participant(kind text, id text, actor_kind text, actor_id text, detail jsonb)
    returns text language sql as 'select null'`)
  expect(await verdict()).toMatch(/^2 TAMPERED/)
})

test('U3: a refusal about an invite that came to life only later is not taken for a changed row', async () => {
  const fresh = await openPatient()
  const [id = ''] = fresh.clinic.participants
  const late = randomUUID()
  const [refused, applied] = await fresh.clinic.push('admin', [revocation(late), inviteFor(id, late)])
  expect([refused?.outcome, applied?.outcome]).toEqual(['refused', 'applied'])
  expect(await firstMisattributed(fresh.database.db)).toBeNull()
  await fresh.sql(`update audit_log set participant_id = null where action = 'invite.created'`)
  expect(await firstMisattributed(fresh.database.db)).not.toBeNull()
  await fresh.drop()
})
