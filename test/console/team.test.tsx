// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { TeamPage } from '../../renderer/console/team/TeamPage'
import { caseloadFrom } from '../../renderer/console/team/wholePrograms'
import { type Action, allows, ROLES } from '../../shared/access/roles'
import type { TeamMember } from '../../shared/team/teamSchemas'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import { closeClinics, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

const member = (change: Partial<TeamMember>): TeamMember => ({
  id: crypto.randomUUID(),
  displayName: 'Lee Park',
  email: 'lee@example.org',
  role: 'staff',
  mfa: 'verified',
  suspendedAt: null,
  lockedUntil: null,
  lastSignInAt: null,
  firstPassword: false,
  isYou: false,
  caseload: 12,
  ...change,
})

async function showTeam(members: readonly TeamMember[], link: 'online' | 'offline' = 'online') {
  const clinic = await openTestClinic({ role: 'admin', link, participants: 3 })
  const asked: [string, unknown][] = []
  const call = (name: string, answer: unknown = undefined) => ({
    mutate: async (input: unknown) => {
      asked.push([name, input])
      return answer
    },
  })
  const team = {
    list: { query: async () => members },
    create: call('create', { id: crypto.randomUUID(), password: 'six-quiet-words-for-one-start' }),
    suspend: call('suspend'),
    reinstate: call('reinstate'),
    resetMfa: call('resetMfa'),
    resetPassword: call('resetPassword', { id: '', password: 'another-six-words-for-one-start' }),
  }
  Object.assign(clinic.session, { client: { team } })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await showPage(
    clinic,
    <QueryClientProvider client={queries}>
      <TeamPage />
    </QueryClientProvider>,
  )
  await settle()
  return { asked, says: (words: string) => (document.body.textContent ?? '').includes(words) }
}

test('D1: the role table on the screen is the one that is enforced, action by action and role by role', async () => {
  await showTeam([])
  const rows = [...document.querySelectorAll<HTMLElement>('tr[data-action]')]
  expect(rows.length).toBeGreaterThan(15)
  for (const row of rows) {
    const cells = [...row.querySelectorAll('td')].map((cell) => (cell.textContent ?? '').trim() === 'Yes')
    expect([row.dataset.action, cells]).toEqual([
      row.dataset.action,
      ROLES.map((role) => allows(role, row.dataset.action as Action)),
    ])
  }
})

test('Staff and roles: a colleague is added with role, and the first password is shown once', async () => {
  const { asked, says } = await showTeam([member({})])
  await choose('Add colleague')
  await choose('Add colleague')
  expect(says('must look like name@example.org')).toBe(true)
  expect(asked).toHaveLength(0)
  await type(fieldNamed('Name'), 'Noor Haddad')
  await type(fieldNamed('Email'), 'noor@example.org')
  await choose('Add colleague')
  await settle()
  expect(asked[0]?.[1]).toMatchObject({ displayName: 'Noor Haddad', email: 'noor@example.org', role: 'staff' })
  expect(says('Hand it over in person or by phone')).toBe(true)
  const shown = [...document.querySelectorAll('input')].some(({ value }) => value === 'six-quiet-words-for-one-start')
  expect(shown).toBe(true)
  await choose('Done')
  const left = [...document.querySelectorAll('input')].some(({ value }) => value === 'six-quiet-words-for-one-start')
  expect(left).toBe(false)
})

test('D3, W4: suspending asks first and says what it ends; nobody can suspend themselves', async () => {
  const { asked, says } = await showTeam([member({}), member({ displayName: 'Me Myself', isYou: true, role: 'admin' })])
  await choose('Change Me Myself')
  expect(named('Suspend')).toBeUndefined()
  await act(async () => document.body.click())
  await choose('Change Lee Park')
  await choose('Suspend')
  expect(says('signed out on every console at once')).toBe(true)
  expect(asked).toHaveLength(0)
  await choose('Suspend', 'button')
  expect(asked[0]?.[0]).toBe('suspend')
})

test('M8: a colleague’s second factor is reset only with a reason and an identity check', async () => {
  const { asked, says } = await showTeam([member({})])
  await choose('Change Lee Park')
  await choose('Reset the second factor')
  await choose('Reset MFA')
  expect(says('Choose a reason.')).toBe(true)
  expect(asked).toHaveLength(0)
  for (const value of ['lost_phone', 'in_person'])
    await act(async () => document.querySelector<HTMLInputElement>(`input[value="${value}"]`)?.click())
  await choose('Reset MFA')
  expect(asked[0]?.[1]).toMatchObject({ reason: 'lost_phone', identityCheck: 'in_person' })
})

test('Staff and roles: states in words, and offline nothing can be changed', async () => {
  const { says } = await showTeam(
    [member({ suspendedAt: new Date().toISOString() }), member({ firstPassword: true, mfa: 'none' })],
    'offline',
  )
  expect(says('only while you are signed in with the server')).toBe(true)
  expect((named('Add colleague') as HTMLButtonElement).disabled).toBe(true)
})

test('D1: the editor of a caseload shows the programs that an administrator gave, whoever else is seen', () => {
  const people = [
    { id: 'a', programId: 'one' },
    { id: 'b', programId: 'one' },
    { id: 'c', programId: 'two' },
    { id: 'd', programId: 'two' },
  ]
  const seen = { programIds: ['one'], participantIds: ['a', 'b', 'c', 'd'] }
  expect(caseloadFrom(seen, people)).toEqual({ programIds: ['one'], participantIds: ['c', 'd'] })
})
