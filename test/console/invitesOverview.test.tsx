// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { InvitesPage } from '../../renderer/console/invites/InvitesPage'
import type { Role } from '../../shared/access/roles'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import { choose, settle } from './participantsHands'
import { accountOf, closeClinics, inviteOf, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

async function showOverview(
  changes: readonly Partial<InviteDoc>[],
  role: Role = 'staff',
  link: 'online' | 'offline' = 'online',
) {
  const clinic = await openTestClinic({ role, link, participants: changes.length + 1 })
  const people = clinic.people.map((person) => ({ ...person, rev: 3 }))
  const withMail = people.map((person, index) => {
    const id = crypto.randomUUID()
    return index === 0
      ? { ...person, emails: {}, defaultEmail: null }
      : { ...person, emails: { [id]: { value: `p${index}@example.org`, label: '' } }, defaultEmail: id }
  })
  const invites = changes.map((change, index) => inviteOf(people[index]?.id ?? '', change))
  await clinic.server.pull({ participants: withMail, invites })
  const emailed: { inviteId: string; token: string }[] = []
  const email = { mutate: async (input: { inviteId: string; token: string }) => emailed.push(input) }
  Object.assign(clinic.session, { client: { invites: { email } } })
  await showPage(clinic, <InvitesPage />)
  const rows = () => [...document.querySelectorAll('tbody tr')].map((row) => row.textContent ?? '')
  const boxes = () => [...document.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"]')]
  return { clinic, people, invites, emailed, rows, boxes, words: () => document.body.textContent ?? '' }
}

test('S0.16: every invite of the scope stands in one list with its state, and the list can be filtered by what expires soon', async () => {
  const { rows, words } = await showOverview([{}, { openedAt: at(-1) }, { expiresAt: at(-1) }, { expiresAt: at(5) }])
  expect(rows()).toHaveLength(4)
  for (const label of ['Pending', 'Opened', 'Expired', 'Expires within a day']) expect(words()).toContain(label)
  const select = document.querySelector<HTMLInputElement>('input[aria-label="State"]')
  await act(async () => select?.click())
  await choose('Expires within a day', '[role="option"]')
  expect(rows()).toHaveLength(1)
})

test('bulk: a row without an email, with an account, or with a newer invite cannot be chosen, and says why', async () => {
  const { clinic, people, boxes, rows } = await showOverview([{}, {}, {}])
  await act(async () =>
    clinic.server.pull({
      accounts: [accountOf(people[1]?.id ?? '')],
      invites: [inviteOf(people[2]?.id ?? '', { createdAt: at(-2), supersededAt: at(-1) })],
    }),
  )
  await settle(20)
  const said = rows().join('\n')
  expect(said).toContain('No email address in the file')
  expect(said).toContain('Has an account already')
  expect(said).toContain('There is a newer invite')
  expect(
    boxes()
      .map(({ disabled }) => disabled)
      .filter((disabled) => !disabled),
  ).toHaveLength(1)
})

test('S4.16, I2: sending again in bulk makes a new link for each, emails it, keeps the verbal code, and stores no token', async () => {
  const { clinic, boxes, emailed, invites, words } = await showOverview([
    {},
    { hasVerbalCode: true },
    { mfaRequired: true },
  ])
  for (const box of boxes().filter(({ disabled }) => !disabled)) await act(async () => box.click())
  await choose('Send 2 invites again by email')
  await choose('Send')
  for (let round = 0; round < 30 && !words().includes('invites sent'); round++) {
    await settle(80)
    const made = clinic
      .outbox()
      .flatMap(({ item, state }) => (item.kind === 'invite.resend' && state === 'queued' ? [item] : []))
    for (const item of made) {
      await act(async () => clinic.server.pull({ invites: [inviteOf('somebody', { id: item.inviteId })] }))
      await act(async () => clinic.replica.applyResults([{ writeId: item.writeId, outcome: 'applied' }]))
      const previous = invites.find(({ id }) => id === item.previousId)
      expect(item.keepVerbalCode).toBe(previous?.hasVerbalCode)
      expect(item.mfaRequired).toBe(previous?.mfaRequired)
      expect(JSON.stringify(item)).not.toContain(emailed.at(-1)?.token ?? 'no token yet')
    }
  }
  expect(emailed).toHaveLength(2)
  expect(words().includes('2 of 2 invites sent.')).toBe(true)
})

test('bulk: offline nothing can be sent, and the page says why', async () => {
  const { words } = await showOverview([{}], 'staff', 'offline')
  expect(words()).toContain('Not possible offline')
})

test('the funnel counts each person once: invited, opened, set up, all consents', async () => {
  const { clinic, people, words } = await showOverview([
    {},
    { openedAt: at(-1) },
    { openedAt: at(-1), acceptedAt: at(-1) },
  ])
  await act(async () => clinic.server.pull({ accounts: [accountOf(people[2]?.id ?? '')] }))
  await settle(20)
  expect(words()).toContain('Invited3 (100 %)')
  expect(words()).toContain('Opened the link2 (67 %)')
  expect(words()).toContain('Set up an account1 (33 %)')
  expect(words()).toContain('Gave all consents1 (33 %)')
})
