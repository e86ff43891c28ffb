import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { openDirectory } from '../../renderer/console/participants/participantDirectory'
import { openReplica } from '../../renderer/console/replica/replica'
import { getMemoryReplicaStorage } from '../../renderer/console/replica/replicaStorage'
import { ConsoleContext } from '../../renderer/console/shell/ConsoleContext'
import { SessionContext } from '../../renderer/console/shell/SessionContext'
import type { ConsoleSession } from '../../renderer/console/shell/session'
import type { SyncState } from '../../renderer/console/sync/syncEngine'
import { openJournal } from '../../renderer/console/syncHealth/syncJournal'
import { ConsoleUi } from '../../renderer/ui/ConsoleUi'
import { demoParticipant } from '../../server/demo/demoParticipants'
import { seededRandom } from '../../server/demo/seededRandom'
import type { Role } from '../../shared/access/roles'
import type { AccountDoc } from '../../shared/accounts/accountSchemas'
import { type ClinicDoc, clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import type { Participant } from '../../shared/participants/participantSchemas'
import { decideEdit } from '../../shared/sync/mergeRules'
import type { OutboxItem, PullAnswer, PushResult, Refusal } from '../../shared/sync/syncSchemas'

export const PROGRAM = { id: '5b6f0c86-3a6e-4a53-9d0e-0f6f5a7d1a01', rev: 1, name: 'Physiotherapy' }
export const STAFF_ID = '0d1f5a0e-5a52-4c8a-9a43-6a2b6f1f0001'
export const CLINIC: ClinicDoc = {
  id: 'clinic',
  rev: 1,
  name: 'Harbour Street Clinic',
  phone: '+1 416 555 0100',
  email: 'frontdesk@example.org',
  address: '12 Harbour Street\nPortside',
  timeZone: 'America/Toronto',
  portalUrl: 'https://portal.example.org',
  mailSender: 'no-reply@example.org',
  senderName: '',
  logoHash: null,
  settings: clinicSettingsSchema.parse({}),
}

export interface ClinicOptions {
  readonly participants?: number
  readonly role?: Role
  readonly settings?: Partial<ClinicDoc['settings']>
  readonly link?: SyncState['link']
}

/** To be called after each test: RxDB allows few open databases, and one test that fails must not fail the next. */
export async function closeClinics(): Promise<void> {
  for (const close of open.splice(0)) await close()
  document.body.innerHTML = ''
}
const open: (() => Promise<void>)[] = []

export type TestClinic = Awaited<ReturnType<typeof openTestClinic>>

/** A console with a real replica in memory, people of the demo clinic in it, and a server that answers when the test says so. */
export async function openTestClinic({
  participants = 60,
  role = 'staff',
  settings,
  link = 'offline',
}: ClinicOptions = {}) {
  const replica = await openReplica(`test-${crypto.randomUUID()}`, getMemoryReplicaStorage(), () => new Date())
  const directory = openDirectory(replica)
  const random = seededRandom(7)
  const people = Array.from({ length: participants }, (_, index): Participant => {
    const made = demoParticipant(random, index, { programIds: [PROGRAM.id], now: new Date() })
    return { id: made.id, rev: 1, ...made.fields, updatedAt: made.createdAt.toISOString(), updatedBy: 'Lee Park' }
  })
  const server = fakeServer(replica)
  await server.pull({
    clinic: [{ ...CLINIC, settings: { ...CLINIC.settings, ...settings } }],
    programs: [PROGRAM],
    staff: [{ id: STAFF_ID, rev: 1, displayName: 'Noor Haddad', role }],
    participants: people,
  })
  const sync = fakeSync(link)
  const emailed: unknown[] = []
  const session: ConsoleSession = {
    staffId: STAFF_ID,
    replica,
    directory,
    sync: sync.engine,
    client: { invites: { email: { mutate: async (input: unknown) => emailed.push(input) } } } as never,
    storage: 'memory',
    journal: openJournal(sync.engine, () => new Date()),
    colleague: () => replica.stores.staff.get(STAFF_ID) ?? null,
    clinic: () => replica.stores.clinic.get('clinic') ?? null,
    close: async () => {
      directory.stop()
      await replica.close()
    },
  }
  open.push(session.close)
  const outbox = () => [...replica.stores.outbox.all()].map(([, entry]) => entry).sort((a, b) => a.order - b.order)
  let locked = 0
  const lock = async () => {
    locked += 1
  }
  return {
    session,
    replica,
    directory,
    people,
    server,
    setLink: sync.setLink,
    emailed,
    outbox,
    lock,
    /** How often the console was locked. */
    locked: () => locked,
  }
}

function fakeSync(link: SyncState['link']) {
  let state: SyncState = {
    link,
    progress: null,
    lastSyncAt: new Date().toISOString(),
    alarm: null,
    lost: null,
    problem: null,
  }
  const listeners = new Set<() => void>()
  return {
    engine: {
      state: () => state,
      subscribe: (listener: () => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      syncNow: async () => {},
      stop: async () => {},
    },
    setLink: (next: SyncState['link']) => {
      state = { ...state, link: next }
      for (const listener of listeners) listener()
    },
  }
}

type Replica = Awaited<ReturnType<typeof openReplica>>

/** Just enough of a server: it answers the outbox item by item, with the real merge rule for edits. */
function fakeServer(replica: Replica) {
  let rev = 1
  const pull = async (rows: PullAnswer['rows'], serverTime = new Date().toISOString()) =>
    await replica.applyPull(
      {
        rows,
        gone: [],
        checkpoint: { epoch: '7d0f6f0e-0000-4000-8000-000000000000', rev: ++rev },
        reset: false,
        remaining: 0,
        head: { epoch: '7d0f6f0e-0000-4000-8000-000000000000', count: 0, hash: '' } as never,
        witnessHash: null,
        serverTime,
      },
      null,
    )
  const answer = (item: OutboxItem): PushResult => {
    const { writeId } = item
    if (item.kind === 'edit') {
      const current = replica.stores.participants.get(item.participantId)
      if (!current) return { writeId, outcome: 'refused', reason: 'unknown_participant' }
      const decision = decideEdit({ current, meta: {}, changes: item.changes, author: 'Noor Haddad', now: new Date() })
      return { writeId, outcome: 'applied', participant: { ...current, ...decision.fields, rev: ++rev } as Participant }
    }
    if (item.kind === 'participant.create') {
      const updatedAt = new Date().toISOString()
      const participant = { id: item.participantId, rev: ++rev, ...item.fields, updatedAt, updatedBy: 'Noor Haddad' }
      return { writeId, outcome: 'applied', participant }
    }
    if (item.kind === 'invite.create') {
      const invite = inviteOf(item.participantId, { id: item.inviteId, hasVerbalCode: item.verbalCode !== null })
      return { writeId, outcome: 'applied', invites: [{ ...invite, rev: ++rev }] }
    }
    if (item.kind === 'invite.revoke') {
      const known = replica.stores.invites.get(item.inviteId)
      if (!known) return { writeId, outcome: 'refused', reason: 'unknown_invite' }
      const revoked = { ...known, rev: ++rev, revokedAt: new Date().toISOString(), revokedByName: 'Noor Haddad' }
      return { writeId, outcome: 'applied', invites: [revoked] }
    }
    return { writeId, outcome: 'applied' }
  }
  const queued = () =>
    [...replica.stores.outbox.all()]
      .map(([, entry]) => entry)
      .filter(({ state }) => state === 'queued')
      .sort((a, b) => a.order - b.order)
  return {
    pull,
    /** Everything queued is applied, in order. */
    confirmAll: async () => {
      for (const { item } of queued()) await replica.applyResults([answer(item)])
    },
    refuseAll: async (reason: Refusal, message?: string) => {
      for (const { item } of queued()) {
        const said = message === undefined ? {} : { message }
        await replica.applyResults([{ writeId: item.writeId, outcome: 'refused', reason, ...said }])
      }
    },
    /** Somebody else's change, as it arrives with a pull. */
    changeElsewhere: async (participant: Participant, change: Partial<Participant>) =>
      await pull({ participants: [{ ...participant, ...change, rev: ++rev, updatedBy: 'Lee Park' }] }),
  }
}

export function inviteOf(participantId: string, change: Partial<InviteDoc> = {}): InviteDoc {
  const created = Date.now() - 3_600_000
  return {
    id: crypto.randomUUID(),
    rev: 2,
    participantId,
    hasVerbalCode: false,
    mfaRequired: false,
    createdAt: new Date(created).toISOString(),
    createdById: STAFF_ID,
    createdByName: 'Noor Haddad',
    expiresAt: new Date(created + 7 * 86_400_000).toISOString(),
    openedAt: null,
    acceptedAt: null,
    revokedAt: null,
    revokedByName: null,
    supersededAt: null,
    lockedAt: null,
    wrongCodes: 0,
    emailedAt: null,
    emailFailedAt: null,
    askedAgainAt: null,
    ...change,
  }
}

export function accountOf(participantId: string, change: Partial<AccountDoc> = {}): AccountDoc {
  return {
    id: participantId,
    rev: 2,
    email: 'someone@example.org',
    displayName: 'Some One',
    createdAt: new Date().toISOString(),
    consentedAt: new Date().toISOString(),
    consentsGiven: 3,
    consentsTotal: 3,
    lastSignInAt: null,
    disabledAt: null,
    disabledByName: null,
    lockedUntil: null,
    holder: 'self',
    emailVerified: true,
    mfa: {
      state: 'none',
      required: false,
      factors: 0,
      recoveryLeft: 0,
      resetAt: null,
      exemptByName: null,
      exemptReason: null,
    },
    resetSentAt: null,
    resetExpiresAt: null,
    resetFailedAt: null,
    ...change,
  }
}

/** Renders a page of the console into the document. `path()` is where its links have led. */
export async function showPage(clinic: TestClinic, page: ReactNode, path = '/participants') {
  const box = document.createElement('div')
  document.body.append(box)
  const location = memoryLocation({ path, record: true })
  const root = createRoot(box)
  await act(async () =>
    root.render(
      <ConsoleUi>
        <Router hook={location.hook}>
          <ConsoleContext value={{ controller: { lock: clinic.lock } } as never}>
            <SessionContext value={clinic.session}>{page}</SessionContext>
          </ConsoleContext>
        </Router>
      </ConsoleUi>,
    ),
  )
  open.unshift(async () => await act(async () => root.unmount()))
  return {
    box,
    path: () => location.history.at(-1),
    close: async () => {
      await act(async () => root.unmount())
      box.remove()
    },
  }
}
