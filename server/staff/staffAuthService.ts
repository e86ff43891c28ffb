import { devicePhrase } from '../../shared/devices/devicePhrase'
import { CodedError } from '../../shared/errors/errorCodes'
import { LEASE_DAYS } from '../../shared/ipc/leaseRules'
import type { StaffEnrolAnswer, StaffMe, StaffSignInAnswer } from '../../shared/staff/staffSchemas'
import { appendAudit } from '../audit/auditStore'
import { clinicLeaseDays } from '../devices/clinicLease'
import { refusalOfDevice } from '../devices/deviceBar'
import { proveDevice, type SignedRequest } from '../devices/deviceProof'
import { findDevice } from '../devices/deviceStore'
import { inTransaction } from '../platform/database/transaction'
import { type CodeInput, codeStep, type SignedIn } from './codeStep'
import { enrolStep } from './enrolStep'
import { type ChangeOrigin, changeOwnPassword, type PasswordChange } from './ownPassword'
import { checkPasswordStep, refuseBarred } from './passwordStep'
import { contactIsOld, endSession, findCaller, recordContact } from './sessionStore'
import { callerActor, staffEvent } from './staffAudit'
import type { SignInFrom, StaffAuthOptions } from './staffAuthParts'
import { type StaffCaller, Suspended } from './staffContext'
import { clinicName } from './staffStore'

export interface StaffAuthService {
  /** `SIGN_IN_FAILED` for unknown, wrong, suspended and locked alike (P4); `DEVICE_REVOKED`; `DEVICE_SUSPENDED`; `UNAVAILABLE` under a flood. */
  signIn(input: { email: string; password: string }, from: SignInFrom): Promise<StaffSignInAnswer>
  /** `CHALLENGE_OVER` when the challenge ended or the person has a second factor already (M7). */
  enrol(input: { challenge: string }, from: SignInFrom): Promise<StaffEnrolAnswer>
  /** `CODE_WRONG` (with tries left), `CHALLENGE_OVER`, `TOO_MANY_REQUESTS`, `DEVICE_REVOKED`. */
  verify(input: CodeInput, from: SignInFrom): Promise<{ sessionToken: string; me: StaffMe; leaseDays: number }>
  me(caller: StaffCaller): Promise<StaffMe>
  signOut(caller: StaffCaller, sessionToken: string, origin: { address: string | null; now: Date }): Promise<void>
  /** See `changeOwnPassword`. */
  changePassword(
    caller: StaffCaller,
    input: PasswordChange,
    at: ChangeOrigin,
  ): Promise<{ sessionToken: string; me: StaffMe }>
  /** `DEVICE_PROOF_WRONG`, `DEVICE_REVOKED`, `DEVICE_SUSPENDED` or `NOT_SIGNED_IN`. Reads role and state anew each time (D3). */
  authenticate(request: SignedRequest, now: Date): Promise<StaffCaller>
}

export function createStaffAuthService(options: StaffAuthOptions): StaffAuthService {
  return {
    signIn: (input, from) => checkPasswordStep(options, input, from),
    async enrol({ challenge }, from) {
      await refuseBarred(options, from.device.id)
      return enrolStep(options, challenge, from)
    },
    async verify(input, from) {
      await refuseBarred(options, from.device.id)
      const signedIn = await codeStep(options, input, from)
      const [clinic, leaseDays] = await Promise.all([clinicName(options.db), clinicLeaseDays(options.db)])
      return { sessionToken: signedIn.sessionToken, me: meAfter(signedIn, clinic), leaseDays }
    },
    me: (caller) => me(options, caller),
    signOut: (caller, sessionToken, origin) => signOut(options, caller, sessionToken, origin),
    async changePassword(caller, input, at) {
      const { sessionToken } = await changeOwnPassword(options, caller, input, at)
      return { sessionToken, me: await me(options, { ...caller, mustChangePassword: false }) }
    },
    authenticate: (request, now) => authenticate(options, request, now),
  }
}

function meAfter({ staff, device, endsAt }: SignedIn, clinic: string): StaffMe {
  return {
    staff: { id: staff.id, displayName: staff.display_name, email: staff.email, role: staff.role },
    device: { id: device.id, name: device.name, state: device.state, phrase: devicePhrase(device.id) },
    clinicName: clinic,
    sessionEndsAt: endsAt.toISOString(),
    mustChangePassword: staff.password_changed_at === null,
  }
}

async function me({ db }: StaffAuthOptions, caller: StaffCaller): Promise<StaffMe> {
  const device = await findDevice(db, caller.deviceId)
  const { staffId: id, displayName, email, role, deviceId, deviceState: state } = caller
  return {
    staff: { id, displayName, email, role },
    device: { id: deviceId, name: device?.name ?? '', state, phrase: devicePhrase(deviceId) },
    clinicName: await clinicName(db),
    sessionEndsAt: caller.sessionEndsAt.toISOString(),
    mustChangePassword: caller.mustChangePassword,
  }
}

async function signOut(
  { db }: StaffAuthOptions,
  caller: StaffCaller,
  sessionToken: string,
  { address, now }: { readonly address: string | null; readonly now: Date },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    // Two sign-outs at once: one of them ended the session, and only that one is an event.
    if (!(await endSession(tx, sessionToken))) return
    await appendAudit(tx, [staffEvent(callerActor(caller, address), 'staff.sign_out', caller.staffId)], now)
  })
}

async function authenticate({ db }: StaffAuthOptions, request: SignedRequest, now: Date): Promise<StaffCaller> {
  const device = proveDevice(request)
  if (device === null) throw new CodedError('DEVICE_PROOF_WRONG')
  const token = request.sessionToken ?? ''
  const row = await findCaller(db, token, device.id)
  const barred = refusalOfDevice(row)
  if (barred !== null) throw barred
  // Said even when the session would be over by now: the console holds records until it hears of it.
  if (row?.suspended_at) throw new Suspended()
  if (row?.expires_at && row.expires_at <= now) throw new CodedError('NOT_SIGNED_IN')
  if (!row?.staff_id || !row.display_name || !row.email || !row.role || !row.expires_at) {
    throw new CodedError('NOT_SIGNED_IN')
  }
  if (contactIsOld(row.last_seen_at, now) || contactIsOld(row.last_contact_at, now)) {
    await recordContact(db, token, device.id, now)
  }
  return {
    staffId: row.staff_id,
    displayName: row.display_name,
    email: row.email,
    role: row.role,
    deviceId: device.id,
    deviceState: row.state,
    sessionEndsAt: row.expires_at,
    mustChangePassword: row.password_changed_at === null,
    leaseDays: row.lease_days ?? LEASE_DAYS,
  }
}
