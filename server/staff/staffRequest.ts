import {
  APP_VERSION_HEADER,
  DEVICE_KEY_HEADER,
  DEVICE_PROOF_HEADER,
  LEASE_HEADER,
  SUSPENDED_HEADER,
} from '../../shared/devices/deviceProof'
import { CodedError } from '../../shared/errors/errorCodes'
import { proveDevice, type SignedRequest } from '../devices/deviceProof'
import type { BaseContext } from '../platform/trpc/createTrpc'
import type { StaffAuthService } from './staffAuthService'
import { type ProvenDevice, type StaffCaller, type StaffContext, wiping } from './staffContext'

const BEARER = /^Bearer ([A-Za-z0-9_-]{43})$/
const VERSION = /^[0-9A-Za-z.+-]{1,40}$/

/** What the HTTP layer knows of a request. `path` is the request line's path with query; `bodySha256` is over the raw body. */
export interface StaffRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly method: string
  readonly path: string
  readonly bodySha256: string
  readonly base: BaseContext
  readonly now: Date
  setHeader(name: string, value: string): void
}

/**
 * The context of a staff request. Never throws for a refused one: procedures that anybody's console may call (sign-in) run without a
 * session, and the guards throw `refusal` where one is needed.
 */
export async function createStaffContext(auth: StaffAuthService, request: StaffRequest): Promise<StaffContext> {
  const signed = signedRequest(request)
  const key = proveDevice(signed)
  const appVersion = readVersion(request)
  const device: ProvenDevice | null = key === null ? null : { ...key, appVersion }
  const caller = await readCaller(auth, signed, request.now)
  const refusal = caller instanceof CodedError ? caller : null
  // Said here already, because a streamed answer sends its headers before any procedure has run.
  wiping(request, refusal)
  if (!(caller instanceof CodedError)) request.setHeader(LEASE_HEADER, String(caller.leaseDays))
  // A console that was suspended hears at the door already, before anybody signs in, that it is not any more.
  else if (caller.code === 'NOT_SIGNED_IN') request.setHeader(SUSPENDED_HEADER, '0')
  return {
    ...request.base,
    now: request.now,
    device,
    sessionToken: signed.sessionToken,
    staff: caller instanceof CodedError ? null : caller,
    refusal,
    setHeader: (name, value) => request.setHeader(name, value),
  }
}

async function readCaller(auth: StaffAuthService, signed: SignedRequest, now: Date): Promise<StaffCaller | CodedError> {
  try {
    return await auth.authenticate(signed, now)
  } catch (error) {
    if (error instanceof CodedError) return error
    throw error
  }
}

function signedRequest(request: StaffRequest): SignedRequest {
  const { method, path, bodySha256 } = request
  return {
    method,
    path,
    bodySha256,
    deviceKey: single(request, DEVICE_KEY_HEADER),
    proof: single(request, DEVICE_PROOF_HEADER),
    sessionToken: BEARER.exec(single(request, 'authorization') ?? '')?.[1] ?? null,
  }
}

function readVersion(request: StaffRequest): string {
  const version = single(request, APP_VERSION_HEADER) ?? ''
  return VERSION.test(version) ? version : 'unknown'
}

/** A header sent twice counts as absent: nobody may choose which of the two is checked. */
function single({ headers }: StaffRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
