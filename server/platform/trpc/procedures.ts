import type { AnyTRPCRouter } from '@trpc/server'
import type { Role } from '../../../shared/access/roles'
import type { Audience } from '../http/routes'
import type { RateClass } from '../rate/rateClasses'
import { isComplete, type ProcedureMeta } from './createTrpc'

/** One entry of procedures.json (T2). */
export interface ProcedureEntry {
  readonly kind: 'query' | 'mutation' | 'subscription'
  readonly path: string
  readonly audience: Audience
  readonly roles: readonly Role[]
  readonly rate: RateClass
  readonly batchable: boolean
}

/** Every procedure of a router with what it declares. Throws, naming all of them, when one declares nothing or staff without roles. */
export function listProcedures(router: AnyTRPCRouter): readonly ProcedureEntry[] {
  const found = Object.entries(router._def.procedures).map(([path, procedure]) => ({ path, ...declared(procedure) }))
  const silent = found.filter(({ meta }) => meta === undefined || !isComplete(meta)).map(({ path }) => path)
  if (silent.length > 0) throw new Error(`Procedures without a complete declaration: ${silent.join(', ')}`)
  return found.flatMap(({ path, kind, meta }) =>
    meta === undefined
      ? []
      : [{ kind, path, audience: meta.audience, roles: meta.roles ?? [], rate: meta.rate, batchable: meta.batchable }],
  )
}

interface Definition {
  readonly _def: { readonly type: ProcedureEntry['kind']; readonly meta?: ProcedureMeta }
}

/** tRPC types its record of procedures loosely; this is the one place that says what is in it. */
function declared(procedure: unknown): { kind: ProcedureEntry['kind']; meta: ProcedureMeta | undefined } {
  const { type, meta } = (procedure as Definition)._def
  return { kind: type, meta }
}
