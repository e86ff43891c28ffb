/**
 * The closed list of refusals. `http` is the status, `trpc` the tRPC code that carries it, `sentence` what a person reads.
 * What the user reads never says more than the code allows (I6, P4): several causes share one entry on purpose.
 */
export const ERROR_CODES = {
  INVALID_INPUT: { http: 400, trpc: 'BAD_REQUEST', sentence: 'Something in this form is not filled in correctly.' },
  NOT_SIGNED_IN: { http: 401, trpc: 'UNAUTHORIZED', sentence: 'Please sign in again.' },
  SIGN_IN_FAILED: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    sentence: 'The email and password do not match, or signing in is paused for a while.',
  },
  CODE_WRONG: { http: 401, trpc: 'UNAUTHORIZED', sentence: 'That code is not right. Check it and try again.' },
  CHALLENGE_OVER: { http: 401, trpc: 'UNAUTHORIZED', sentence: 'This sign-in took too long. Please start again.' },
  DEVICE_NOT_APPROVED: {
    http: 403,
    trpc: 'FORBIDDEN',
    sentence: 'This console is waiting for an administrator to approve it.',
  },
  DEVICE_REVOKED: { http: 401, trpc: 'UNAUTHORIZED', sentence: 'This console has been removed by an administrator.' },
  DEVICE_SUSPENDED: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    sentence: 'This console is suspended by an administrator. What it holds stays sealed until it is resumed.',
  },
  DEVICE_PROOF_WRONG: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    sentence: 'This console could not prove which device it is. Please sign in again.',
  },
  FORBIDDEN: { http: 403, trpc: 'FORBIDDEN', sentence: 'Your role does not allow this.' },
  WRONG_ORIGIN: { http: 403, trpc: 'FORBIDDEN', sentence: 'This request did not come from a page of this clinic.' },
  NOT_FOUND: { http: 404, trpc: 'NOT_FOUND', sentence: 'That could not be found.' },
  LINK_NOT_WORKING: {
    http: 404,
    trpc: 'NOT_FOUND',
    sentence: 'This link does not work right now. A new one may need a moment.',
  },
  CONSENT_REQUIRED: { http: 403, trpc: 'FORBIDDEN', sentence: 'Please read and agree to the open points first.' },
  CONSENT_CHANGED: {
    http: 409,
    trpc: 'CONFLICT',
    sentence: 'This text has changed since you opened it. Please read it again.',
  },
  PASSWORD_REFUSED: { http: 400, trpc: 'BAD_REQUEST', sentence: 'This password is too easy to guess.' },
  ACCEPT_REFUSED: {
    http: 409,
    trpc: 'CONFLICT',
    sentence: 'An account could not be made with these details. Please choose another email or ask the clinic.',
  },
  MFA_REQUIRED: {
    http: 403,
    trpc: 'FORBIDDEN',
    sentence: 'Please set up a second factor first. The clinic asks for one.',
  },
  REAUTH_REQUIRED: {
    http: 403,
    trpc: 'FORBIDDEN',
    sentence: 'Please type your password once more to make this change.',
  },
  SESSION_LOCKED: { http: 401, trpc: 'UNAUTHORIZED', sentence: 'The portal is locked on this device.' },
  PORTAL_OFF: { http: 403, trpc: 'FORBIDDEN', sentence: 'The portal is not available at the moment.' },
  WAY_OFF: { http: 403, trpc: 'FORBIDDEN', sentence: 'This way of signing in is not offered here.' },
  LAST_FACTOR: {
    http: 409,
    trpc: 'CONFLICT',
    sentence: 'The clinic asks for a second factor, so the last one cannot be removed. Add another one first.',
  },
  SETTINGS_CHANGED: {
    http: 409,
    trpc: 'CONFLICT',
    sentence: 'Somebody else changed this meanwhile. Nothing was saved; please look at the new values first.',
  },
  FIRST_PASSWORD: { http: 403, trpc: 'FORBIDDEN', sentence: 'Please choose a password of your own first.' },
  NO_EMAIL_ON_FILE: {
    http: 409,
    trpc: 'CONFLICT',
    sentence: 'There is no email address on file for this participant.',
  },
  RESEND_COOLDOWN: {
    http: 429,
    trpc: 'TOO_MANY_REQUESTS',
    sentence: 'This was sent a moment ago. Please wait before sending it again.',
  },
  TOO_MANY_REQUESTS: { http: 429, trpc: 'TOO_MANY_REQUESTS', sentence: 'Too many requests. Please wait a moment.' },
  CHECKPOINT_INVALID: { http: 400, trpc: 'BAD_REQUEST', sentence: 'This console needs a full sync.' },
  TOO_LARGE: { http: 413, trpc: 'PAYLOAD_TOO_LARGE', sentence: 'That is too large to send.' },
  NOT_BATCHABLE: { http: 400, trpc: 'BAD_REQUEST', sentence: 'This request cannot be sent together with others.' },
  WRONG_METHOD: { http: 405, trpc: 'METHOD_NOT_SUPPORTED', sentence: 'That way of asking is not supported here.' },
  WRONG_MEDIA_TYPE: {
    http: 415,
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    sentence: 'This kind of content is not accepted here.',
  },
  WRONG_HOST: { http: 421, trpc: 'BAD_REQUEST', sentence: 'This address is not served here.' },
  UNAVAILABLE: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    sentence: 'The service is busy or restarting. Please try again in a moment.',
  },
  INTERNAL: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    sentence: 'Something went wrong on our side. Nothing was changed.',
  },
} as const satisfies Record<string, { http: number; trpc: string; sentence: string }>

export type ErrorCode = keyof typeof ERROR_CODES

/** What `CodedError.detail` may carry to the client: field paths with plain messages, or a reason from a rule's closed union. */
export interface ErrorDetail {
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
  readonly reason?: string
  readonly triesLeft?: number
}

/** The one error that services throw. Anything else that reaches the edge is a defect and becomes `INTERNAL`. */
export class CodedError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: ErrorDetail = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(code)
    this.name = 'CodedError'
  }
}

/** What a client receives for every refused call, on every route. */
export interface WireError {
  readonly code: ErrorCode
  readonly sentence: string
  readonly requestId: string
  readonly retryAfterSeconds?: number
  readonly detail?: ErrorDetail
}
