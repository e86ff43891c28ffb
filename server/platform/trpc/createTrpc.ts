import { initTRPC } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { Role } from '../../../shared/access/roles'
import { CodedError, ERROR_CODES } from '../../../shared/errors/errorCodes'
import { networkOf } from '../http/addressRanges'
import type { Audience } from '../http/routes'
import { wireError } from '../http/wireErrors'
import { RATE_CLASSES, type RateClass } from '../rate/rateClasses'
import { createWaitingLine } from '../rate/waitingLine'
import { isStorable } from './storableText'
import { codedErrorOf } from './trpcErrors'

/** What every procedure declares; one that does not is refused (D1) and fails the build (T2). */
export interface ProcedureMeta {
  readonly audience: Audience
  /** Required for `staff`. */
  readonly roles?: readonly Role[]
  readonly rate: RateClass
  /** false: refused when it arrives together with other calls (Q1). */
  readonly batchable: boolean
}

/** What the platform itself knows about a call; features add to it. */
export interface BaseContext {
  readonly requestId: string
  /** The client's address: the socket's, or the one a trusted proxy names. */
  readonly address: string
  readonly callsInRequest: number
}

export interface TrpcOptions {
  /** The rate limit of each call; throws `TOO_MANY_REQUESTS`. */
  readonly limit: (ctx: BaseContext, rate: RateClass) => Promise<void>
  /** Procedures that judge each item of their input by itself (Y9): text that cannot be stored is theirs to refuse. */
  readonly judgeItems?: readonly string[]
}

const PING_MS = 15_000
/**
 * P3: calls that check a password, code or token, before any of them asks the database for anything. A crowd of them at once would keep
 * everybody else from getting in: an event loop accepts one new connection a turn, and a turn is as long as all that is ready in it.
 * One address never has more in the line than its rate limit would let through, or it could fill the line alone (Q2).
 */
const PROOFS = { atOnce: 8, waiting: 1000, ofOne: RATE_CLASSES.auth.limit } as const

/** The builders of one server. `procedure` already carries the guard; features put their own sign-in middleware on top. */
export function createTrpc<Context extends BaseContext>(options: TrpcOptions) {
  const t = initTRPC
    .context<Context>()
    .meta<ProcedureMeta>()
    .create({
      isDev: false,
      sse: { ping: { enabled: true, intervalMs: PING_MS }, client: { reconnectAfterInactivityMs: 3 * PING_MS } },
      errorFormatter({ error }) {
        const coded = codedErrorOf(error)
        const wire = wireError(coded)
        const { trpc, http } = ERROR_CODES[coded.code]
        // tRPC takes the response's status from `httpStatus`.
        return { message: wire.sentence, code: TRPC_ERROR_CODES_BY_KEY[trpc], data: { ...wire, httpStatus: http } }
      },
    })
  const proofs = createWaitingLine(PROOFS)
  const procedure = t.procedure.use(async ({ ctx, meta, path, getRawInput, next }) => {
    checkCall(meta, ctx)
    const goOn = async () => {
      await options.limit(ctx, meta.rate)
      if (!options.judgeItems?.includes(path) && !isStorable(await getRawInput())) throw new CodedError('INVALID_INPUT')
      return await next()
    }
    return meta.rate === 'auth' ? await proofs(goOn, networkOf(ctx.address)) : await goOn()
  })
  const { router, mergeRouters, middleware, createCallerFactory } = t
  return { router, mergeRouters, middleware, createCallerFactory, procedure }
}

function checkCall(meta: ProcedureMeta | undefined, ctx: BaseContext): asserts meta is ProcedureMeta {
  if (meta === undefined || !isComplete(meta)) throw new CodedError('FORBIDDEN')
  if (!meta.batchable && ctx.callsInRequest > 1) throw new CodedError('NOT_BATCHABLE')
}

export function isComplete(meta: Partial<ProcedureMeta>): boolean {
  const named = meta.audience !== undefined && meta.rate !== undefined && meta.batchable !== undefined
  return named && (meta.audience !== 'staff' || (meta.roles?.length ?? 0) > 0)
}
