import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { MOST_FILES_OF_REQUEST } from '../../../shared/files/fileLimits'
import type { SendFile } from '../../api/fileTransfer'
import { useClient } from '../shell/ClientContext'
import { usePulse } from '../shell/PulseContext'
import { useSession } from '../shell/SessionContext'
import { type PickedFile, refusedHere } from './pickedFiles'
import { createUploadQueue, type UploadNews } from './uploadQueue'

export interface Uploads {
  readonly picked: readonly PickedFile[]
  /** Takes as many as one request may carry; gives how many were left out. */
  readonly add: (files: readonly File[]) => number
  readonly again: (key: string) => void
  /** Ends what is under way, and takes back what was uploaded. */
  readonly remove: (picked: PickedFile) => void
  /** The clinic's limit in bytes; null while it is not known: then only the server says what is too large. */
  readonly largest: number | null
}

/** The files of one form. What is still being sent when the form closes is cut, what nobody sends off is gone after a day. */
export function useUploads(send: SendFile, onNews: (news: UploadNews) => void): Uploads {
  const client = useClient()
  const pulse = usePulse()
  const { follow } = useSession()
  const largest = useLargestFile()
  const hear = useRef<(news: UploadNews) => void>(onNews)
  hear.current = (news) => {
    pulse.answered(news.kind === 'attached' ? null : news.problem.code)
    if (news.kind === 'attached' || !follow(news.problem)) onNews(news)
  }
  const [queue] = useState(() => createUploadQueue(send, (news) => hear.current(news)))
  const picked = useSyncExternalStore(queue.subscribe, queue.files)
  useEffect(() => queue.stop, [queue])
  const add = (files: readonly File[]) => {
    const fitting = files.slice(0, Math.max(0, MOST_FILES_OF_REQUEST - picked.length))
    queue.add(fitting.map((file) => asPicked(file, largest)))
    return files.length - fitting.length
  }
  const remove = (taken: PickedFile) => {
    queue.remove(taken.key)
    if (taken.state === 'attached') client.files.remove.mutate({ id: taken.info.id }).catch(() => undefined)
  }
  return { picked, add, remove, again: queue.again, largest }
}

function asPicked(file: File, largest: number | null): PickedFile {
  const problem = refusedHere(file, largest)
  const chosen = { key: crypto.randomUUID(), file }
  return problem === null ? { ...chosen, state: 'waiting' } : { ...chosen, state: 'failed', problem }
}

function useLargestFile(): number | null {
  const client = useClient()
  const [largest, setLargest] = useState<number | null>(null)
  useEffect(() => {
    client.files.limits.query().then(
      ({ largestBytes }) => setLargest(largestBytes),
      () => undefined,
    )
  }, [client])
  return largest
}
