import type { FileInfo } from '../../../shared/files/fileSchemas'
import { type ApiProblem, problemOf } from '../../api/apiError'
import type { SendFile, Uploading } from '../../api/fileTransfer'
import { type PickedChange, type PickedFile, pickedAfter } from './pickedFiles'

/** An upload that was just cancelled may still be ending at the server, which takes one at a time. */
const BUSY_TRIES = 5
const BUSY_MS = 1_500

export type UploadNews =
  | { readonly kind: 'attached'; readonly info: FileInfo }
  | { readonly kind: 'failed'; readonly file: File; readonly problem: ApiProblem }

/** The chosen files, sent one after the other. */
export interface UploadQueue {
  readonly files: () => readonly PickedFile[]
  readonly subscribe: (changed: () => void) => () => void
  readonly add: (files: readonly PickedFile[]) => void
  readonly again: (key: string) => void
  /** Also ends its sending. */
  readonly remove: (key: string) => void
  /** Ends the sending; what was sent stays. */
  readonly stop: () => void
}

interface Running extends Uploading {
  readonly key: string
}

export function createUploadQueue(send: SendFile, tell: (news: UploadNews) => void): UploadQueue {
  const listeners = new Set<() => void>()
  let files: readonly PickedFile[] = []
  let running: Running | null = null
  let busyTries = 0
  const change = (next: PickedChange) => {
    files = pickedAfter(files, next)
    for (const changed of listeners) changed()
  }
  const stop = () => {
    const ended = running
    running = null
    ended?.cancel()
  }
  const sendNext = () => {
    const next = files.find(({ state }) => state === 'waiting')
    if (!next || running !== null) return
    const { key, file } = next
    const own: Running = { key, ...send(file, (sent) => running === own && change({ kind: 'sent', key, sent })) }
    running = own
    change({ kind: 'sent', key, sent: 0 })
    const over = (then: () => void) => {
      // Cancelled meanwhile: whatever came of it is of no interest.
      if (running !== own) return
      running = null
      then()
      sendNext()
    }
    own.done.then(
      (info) => over(() => attached(key, info)),
      (error: unknown) => over(() => failed(key, file, problemOf(error))),
    )
  }
  const attached = (key: string, info: FileInfo) => {
    busyTries = 0
    change({ kind: 'attached', key, info })
    tell({ kind: 'attached', info })
  }
  const failed = (key: string, file: File, problem: ApiProblem) => {
    if (problem.detail?.reason === 'file_busy' && ++busyTries < BUSY_TRIES) {
      setTimeout(() => again(key), BUSY_MS)
      return
    }
    busyTries = 0
    change({ kind: 'failed', key, problem })
    tell({ kind: 'failed', file, problem })
  }
  const again = (key: string) => {
    change({ kind: 'again', key })
    sendNext()
  }
  return {
    files: () => files,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    add: (more) => {
      change({ kind: 'added', files: more })
      sendNext()
    },
    again,
    remove: (key) => {
      if (running?.key === key) stop()
      change({ kind: 'removed', key })
      sendNext()
    },
    stop,
  }
}
