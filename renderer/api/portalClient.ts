import { createTRPCClient, httpLink, type TRPCLink } from '@trpc/client'
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
