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

/** The problem behind whatever a call threw. Anything that is not an answer counts as unreachable. */
export function problemOf(error: unknown): ApiProblem {
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
