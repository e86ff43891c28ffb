import type { TRPCError } from '@trpc/server'
import { CodedError, type ErrorCode } from '../../../shared/errors/errorCodes'
import { toCodedError } from '../http/wireErrors'

/** tRPC's own refusals (no such procedure, malformed JSON, wrong method). Exhaustive: a new code does not compile. */
const BY_TRPC_CODE: Readonly<Record<TRPCError['code'], ErrorCode>> = {
  PARSE_ERROR: 'INVALID_INPUT',
  BAD_REQUEST: 'INVALID_INPUT',
  UNPROCESSABLE_CONTENT: 'INVALID_INPUT',
  PRECONDITION_FAILED: 'INVALID_INPUT',
  PRECONDITION_REQUIRED: 'INVALID_INPUT',
  CONFLICT: 'INVALID_INPUT',
  UNAUTHORIZED: 'NOT_SIGNED_IN',
  PAYMENT_REQUIRED: 'FORBIDDEN',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'WRONG_METHOD',
  PAYLOAD_TOO_LARGE: 'TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'WRONG_MEDIA_TYPE',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  TIMEOUT: 'UNAVAILABLE',
  CLIENT_CLOSED_REQUEST: 'UNAVAILABLE',
  BAD_GATEWAY: 'UNAVAILABLE',
  SERVICE_UNAVAILABLE: 'UNAVAILABLE',
  GATEWAY_TIMEOUT: 'UNAVAILABLE',
  NOT_IMPLEMENTED: 'INTERNAL',
  INTERNAL_SERVER_ERROR: 'INTERNAL',
}

/** A thrown `CodedError` or zod error travels as the cause of tRPC's own; without a cause tRPC itself refused the call. */
export function codedErrorOf(error: TRPCError): CodedError {
  if (error.code === 'INTERNAL_SERVER_ERROR' || error.cause instanceof CodedError)
    return toCodedError(error.cause ?? error)
  const coded = toCodedError(error.cause)
  return coded.code === 'INTERNAL' ? new CodedError(BY_TRPC_CODE[error.code]) : coded
}
