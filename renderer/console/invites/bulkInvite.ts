import { type ApiProblem, isOffline, problemOf } from '../../api/apiError'
import type { StaffClient } from '../../api/staffClient'
import { isTroubled } from '../replica/outboxEntries'
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
  readonly replica: Pick<Replica, 'enqueue' | 'cancel' | 'stores'>
  readonly client: Pick<StaffClient, 'invites'>
  readonly sources: SecretSources
  readonly syncNow: () => Promise<void>
  readonly isStopped: () => boolean
  readonly onProgress: (outcomes: readonly BulkOutcome[]) => void
}

/**
 * Sends each of these invites again, one after the other: a new link that voids the older one, emailed to the starred address. The raw
 * token lives only inside this loop (I2), so a new link that the server hears of after the loop has given up reaches nobody and ends the
 * one that works. Therefore the first that gets no answer is taken back, and the loop stops there. Stopping by hand ends after the one
 * under way; what was sent stays sent, and the answer says which.
 */
export async function bulkInvite(deps: BulkDeps, rows: readonly OverviewRow[]): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = []
  for (const row of rows) {
    if (deps.isStopped()) break
    const { problem, goesOn } = await inviteAgain(deps, row)
    outcomes.push({ row, problem })
    deps.onProgress([...outcomes])
    if (!goesOn) break
  }
  return outcomes
}

interface Tried {
  readonly problem: string | null
  readonly goesOn: boolean
}

async function inviteAgain({ replica, client, sources, syncNow }: BulkDeps, row: OverviewRow): Promise<Tried> {
  const { token, tokenHash, shortHash } = await newInviteSecrets(sources)
  const writeId = crypto.randomUUID()
  const inviteId = crypto.randomUUID()
  try {
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
  } catch {
    // Locked meanwhile, or the disk is full.
    return {
      problem: 'This console could not note it. Nothing was sent, and the older link still works.',
      goesOn: false,
    }
  }
  void syncNow()
  const answer = await answerTo(replica, writeId, inviteId)
  if (answer === 'none') return { problem: await takenBack(replica, writeId), goesOn: false }
  if (answer === 'refused')
    return { problem: 'The server refused it. The reason stands at the invite in the file.', goesOn: true }
  try {
    await client.invites.email.mutate({ inviteId, token })
    return { problem: null, goesOn: true }
  } catch (error) {
    const problem = problemOf(error)
    return { problem: unsentWords(problem), goesOn: !isOffline(problem) }
  }
}

/** The server has the new invite: its document is here. */
async function answerTo(
  { stores }: BulkDeps['replica'],
  writeId: string,
  inviteId: string,
): Promise<'known' | 'refused' | 'none'> {
  for (let waited = 0; waited <= LONGEST_WAIT_MS; waited += WAIT_STEP_MS) {
    if (stores.invites.get(inviteId)) return 'known'
    const entry = stores.outbox.get(writeId)
    if (entry && isTroubled(entry)) return 'refused'
    await new Promise((resolve) => setTimeout(resolve, WAIT_STEP_MS))
  }
  return 'none'
}

/** False from `cancel` means that it has left: it may have arrived, or arrive later. */
async function takenBack(replica: BulkDeps['replica'], writeId: string): Promise<string> {
  const gone = await replica.cancel(writeId).catch(() => false)
  return gone
    ? 'The server did not answer. It was taken back: nothing was sent, and the older link still works.'
    : 'The server did not answer in time. The older link stops working, and the new one reaches nobody: send it again.'
}

function unsentWords(problem: ApiProblem): string {
  const made = 'A new link was made and the older one has stopped working, but'
  return isOffline(problem)
    ? `${made} no answer came about the email. If it does not arrive, send it again.`
    : `${made} it was not emailed: ${problem.sentence}`
}
