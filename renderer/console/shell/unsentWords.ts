import { isUnsettled } from '../replica/outboxEntries'
import type { OutboxEntry } from '../replica/replicaDatabase'

/** Changes that the server does not have, or has not answered. Views of records are audit notes and not work that a person could miss. */
export function unsentEntries(entries: Iterable<readonly [string, OutboxEntry]>): OutboxEntry[] {
  return [...entries].flatMap(([, entry]) =>
    isUnsettled(entry) && entry.item.kind !== 'participant.view' ? [entry] : [],
  )
}

export function countUnsent(entries: Iterable<readonly [string, OutboxEntry]>): number {
  return unsentEntries(entries).length
}

/** What becomes of unsent changes when the person leaves now. */
export function leavingWords(how: 'lock' | 'signOut', storage: 'sealed' | 'memory', unsent: number) {
  const changes = unsent === 1 ? '1 change has' : `${unsent} changes have`
  const verb = how === 'lock' ? 'Lock' : 'Sign out'
  const title = `${verb} with unsent changes?`
  const consequence =
    storage === 'sealed'
      ? `${changes} not reached the server. They stay on this computer, sealed, and are sent when you sign in here again.`
      : `${changes} not reached the server. Nothing is kept on this computer, so what cannot be sent now is lost. This cannot be undone.`
  return { title, consequence, confirm: storage === 'memory' ? `${verb} and lose what is unsent` : verb }
}
