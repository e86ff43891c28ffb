import { problemOf } from '../../api/apiError'
import type { StaffClient } from '../../api/staffClient'
import type { Replica } from '../replica/replica'
import { newInviteSecrets, type SecretSources } from './inviteSecrets'
import type { OverviewRow } from './overviewRows'

const WAIT_STEP_MS = 200
const LONGEST_WAIT_MS = 20_000

export interface BulkOutcome {
  readonly row: OverviewRow
  /** Null: a new link was made and emailed. */
  readonly problem: string | null
}

export interface BulkDeps {
  readonly replica: Pick<Replica, 'enqueue' | 'stores'>
  readonly client: Pick<StaffClient, 'invites'>
  readonly sources: SecretSources
  readonly syncNow: () => Promise<void>
  readonly isStopped: () => boolean
  readonly onProgress: (outcomes: readonly BulkOutcome[]) => void
}

/**
 * Sends each of these invites again, one after the other: a new link that voids the older one, emailed to the starred address. The raw
 * token lives only inside this loop (I2). Stopping ends after the one under way; what was sent stays sent, and the answer says which.
 */
export async function bulkInvite(deps: BulkDeps, rows: readonly OverviewRow[]): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = []
  for (const row of rows) {
    if (deps.isStopped()) break
    outcomes.push({ row, problem: await inviteAgain(deps, row) })
    deps.onProgress([...outcomes])
  }
  return outcomes
}

async function inviteAgain({ replica, client, sources, syncNow }: BulkDeps, row: OverviewRow): Promise<string | null> {
  const { token, tokenHash, shortHash } = await newInviteSecrets(sources)
  const writeId = crypto.randomUUID()
  const inviteId = crypto.randomUUID()
  await replica.enqueue({
    kind: 'invite.resend',
    writeId,
    inviteId,
    previousId: row.id,
    keepVerbalCode: row.doc.hasVerbalCode,
    verbalCode: null,
    tokenHash,
    shortHash,
    mfaRequired: row.doc.mfaRequired,
  })
  void syncNow()
  if (!(await isKnown(replica, writeId, inviteId))) return refusalOf(replica, writeId)
  try {
    await client.invites.email.mutate({ inviteId, token })
    return null
  } catch (error) {
    return `A new link was made, but it was not emailed: ${problemOf(error).sentence}`
  }
}

/** The server has the new invite: its document is here, or the item has left the outbox without a refusal. */
async function isKnown({ stores }: BulkDeps['replica'], writeId: string, inviteId: string): Promise<boolean> {
  for (let waited = 0; waited <= LONGEST_WAIT_MS; waited += WAIT_STEP_MS) {
    if (stores.invites.get(inviteId)) return true
    if (stores.outbox.get(writeId)?.state === 'refused') return false
    await new Promise((resolve) => setTimeout(resolve, WAIT_STEP_MS))
  }
  return false
}

function refusalOf({ stores }: BulkDeps['replica'], writeId: string): string {
  return stores.outbox.get(writeId)?.state === 'refused'
    ? 'The server refused it. The reason stands at the invite in the file.'
    : 'The server has not answered. The new link is queued, but it will not be emailed by itself.'
}
