import { useCallback, useEffect, useRef, useState } from 'react'
import { isOffline, problemOf } from '../../api/apiError'
import { type AuditDesk, useAuditDesk } from './AuditDesk'
import { askHead } from './askHead'
import { NotABundle, verifyBundle } from './verifyBundle'
import { type VerifyResult, type VerifyRun, verifyServer } from './verifyLog'

export type Verification =
  | { readonly at: 'idle' }
  | { readonly at: 'running'; readonly what: 'server' | 'bundle'; readonly done: number; readonly total: number }
  | { readonly at: 'done'; readonly what: 'server' | 'bundle'; readonly result: VerifyResult }
  | { readonly at: 'failed'; readonly sentence: string }

/** Progress is shown at most this often: drawing must not slow down what it measures. */
const SHOW_EVERY_MS = 100

/** One verification at a time; a new one, leaving the page, or `cancel` ends the one before. */
export function useVerification() {
  const desk = useAuditDesk()
  const [state, setState] = useState<Verification>({ at: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const start = useCallback(
    async (file: File | null) => {
      running.current?.abort()
      const mine = new AbortController()
      running.current = mine
      const what = file === null ? 'server' : 'bundle'
      const show = (next: Verification) => {
        if (running.current === mine && !mine.signal.aborted) setState(next)
      }
      show({ at: 'running', what, done: 0, total: 0 })
      try {
        const onProgress = seldom((done, total) => show({ at: 'running', what, done, total }))
        const result = await verify(desk, file, { signal: mine.signal, onProgress })
        show({ at: 'done', what, result })
      } catch (error) {
        show({ at: 'failed', sentence: sentenceOf(error) })
      }
    },
    [desk],
  )
  const cancel = useCallback(() => {
    running.current?.abort()
    setState({ at: 'idle' })
  }, [])
  return { state, start, cancel }
}

async function verify(desk: AuditDesk, file: File | null, run: VerifyRun): Promise<VerifyResult> {
  const { client, seen, witness } = desk
  if (file !== null) return await verifyBundle(file, seen.get(), witness, run)
  const server = {
    head: async () => await askHead(desk),
    rows: (after: number, limit: number) => client.audit.rows.query({ after, limit }),
  }
  return await verifyServer(server, seen.get(), witness, run)
}

function seldom(show: VerifyRun['onProgress']): VerifyRun['onProgress'] {
  let last = 0
  return (done, total) => {
    const now = performance.now()
    if (now - last < SHOW_EVERY_MS) return
    last = now
    show(done, total)
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof NotABundle) return 'This file is no audit bundle, or it is damaged beyond reading.'
  if (error instanceof DOMException && error.name === 'NotReadableError') return 'The file cannot be read any more.'
  const problem = problemOf(error)
  return isOffline(problem)
    ? 'The server went away before the end. Nothing was found to be wrong so far; start again once it answers.'
    : problem.sentence
}
