import { TRPCClientError } from '@trpc/client'
import type { ErrorCode, WireError } from '../../shared/errors/errorCodes'

/** What a refused call tells a screen. `OFFLINE` and `LOCKED` come from the desktop core, `UNREACHABLE` when nothing answered at all. */
export type ApiCode = ErrorCode | 'OFFLINE' | 'LOCKED' | 'KEYCHAIN_UNAVAILABLE' | 'UNREACHABLE'
export type ApiProblem = Omit<WireError, 'code'> & { readonly code: ApiCode }

const UNREACHABLE: ApiProblem = {
  code: 'UNREACHABLE',
  sentence: 'The server cannot be reached right now.',
  requestId: '',
}

/** A route that is no procedure, such as an upload, said no. */
export class RouteRefusal extends Error {
  constructor(readonly problem: ApiProblem) {
    super(problem.code)
    this.name = 'RouteRefusal'
  }
}

/** The problem in the body of a route's refusal; the desktop core wraps its own like a procedure's. */
export function problemIn(body: string): ApiProblem {
  try {
    const answer: unknown = JSON.parse(body)
    const wrapped = (answer as { readonly error?: { readonly data?: unknown } } | null)?.error?.data ?? answer
    return isWireError(wrapped) ? wrapped : UNREACHABLE
  } catch {
    // A proxy's page, or an answer that was cut.
    return UNREACHABLE
  }
}

/** The problem behind whatever a call threw. Anything that is not an answer counts as unreachable. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof RouteRefusal) return error.problem
  if (!(error instanceof TRPCClientError)) return UNREACHABLE
  const data: unknown = error.data
  return isWireError(data) ? data : UNREACHABLE
}

/** No answer from the server, for whatever reason: worth trying again later. */
export function isOffline({ code }: Pick<ApiProblem, 'code'>): boolean {
  return code === 'OFFLINE' || code === 'UNREACHABLE' || code === 'UNAVAILABLE'
}

function isWireError(data: unknown): data is ApiProblem {
  return typeof data === 'object' && data !== null && 'code' in data && 'sentence' in data
}
