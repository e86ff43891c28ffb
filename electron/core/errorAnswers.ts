import type { DesktopErrorCode } from '../../shared/ipc/desktopTypes'

const ANSWERS: Record<DesktopErrorCode, { readonly http: number; readonly sentence: string }> = {
  OFFLINE: { http: 503, sentence: 'The server cannot be reached right now.' },
  LOCKED: { http: 423, sentence: 'This console is locked.' },
  DEVICE_REVOKED: { http: 401, sentence: 'This console has been removed by an administrator.' },
  KEYCHAIN_UNAVAILABLE: { http: 503, sentence: 'The keychain of this computer could not be read.' },
  TOO_LARGE: { http: 413, sentence: 'That is too large to send.' },
  WRONG_ORIGIN: { http: 403, sentence: 'This request did not come from the console.' },
  WRONG_MEDIA_TYPE: { http: 415, sentence: 'This kind of content is not accepted here.' },
  WRONG_METHOD: { http: 405, sentence: 'That way of asking is not supported here.' },
  NOT_FOUND: { http: 404, sentence: 'That could not be found.' },
  INTERNAL: { http: 500, sentence: 'Something went wrong on this computer. Nothing was changed.' },
}

/** JSON-RPC's "internal error"; tRPC clients only want a number here and read `data.code`. */
const RPC_ERROR = -32603

/**
 * A refusal by the core itself, in the shape of a tRPC error, so that both tRPC links and plain fetch can read it:
 * `{"error":{"message","code":-32603,"data":{"code":"OFFLINE","httpStatus":503,"sentence","requestId":"desktop"}}}`.
 */
export function errorAnswer(code: DesktopErrorCode): Response {
  const { http, sentence } = ANSWERS[code]
  const data = { code, httpStatus: http, sentence, requestId: 'desktop' }
  return Response.json(
    { error: { message: sentence, code: RPC_ERROR, data } },
    { status: http, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } },
  )
}
