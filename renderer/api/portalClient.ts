import { createTRPCClient, httpLink, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { PortalRouter } from '../../server/portal/portalRouter'
import { type ApiCode, problemOf } from './apiError'

/** Told of every answer: null for a good one, else the code of the refusal. */
export type OnAnswer = (code: ApiCode | null) => void

/** The portal's procedures. The session is a cookie that this page cannot read (W1). */
export function createPortalClient(onAnswer: OnAnswer = () => {}) {
  return createTRPCClient<PortalRouter>({ links: [listening(onAnswer), httpLink({ url: '/api/portal' })] })
}
export type PortalClient = ReturnType<typeof createPortalClient>

/** What stands in for the server: the answer of a query by its path, such as `record.own`; throws where there is none. */
export type AnswerQuery = (path: string, input: unknown) => unknown

/** A client that asks nobody: queries are answered on the spot, and nothing that would change something goes anywhere. */
export function createAnsweringClient(answer: AnswerQuery) {
  return createTRPCClient<PortalRouter>({ links: [answering(answer)] })
}

const answering =
  (answer: AnswerQuery): TRPCLink<PortalRouter> =>
  () =>
  ({ op }) =>
    observable((observer) => {
      try {
        if (op.type !== 'query') throw new Error(`${op.path} is not for a client that asks nobody`)
        observer.next({ result: { data: answer(op.path, op.input) } })
        observer.complete()
      } catch (error) {
        observer.error(TRPCClientError.from(error as Error))
      }
    })

const listening =
  (onAnswer: OnAnswer): TRPCLink<PortalRouter> =>
  () =>
  ({ next, op }) =>
    observable((observer) =>
      next(op).subscribe({
        next(value) {
          onAnswer(null)
          observer.next(value)
        },
        error(error) {
          onAnswer(problemOf(error).code)
          observer.error(error)
        },
        complete: () => observer.complete(),
      }),
    )
