import { createAuditRouter } from '../audit/auditRouter'
import type { AuditDeps } from '../audit/auditService'
import { createDeviceRouter } from '../devices/deviceRouter'
import type { DeviceService } from '../devices/deviceService'
import type { InviteMailDeps } from '../invites/inviteMail'
import { createInviteRouter } from '../invites/inviteRouter'
import { createPreviewRouter } from '../preview/previewRouter'
import { createSettingsRouter } from '../settings/settingsRouter'
import type { SettingsDeps } from '../settings/settingsService'
import { createStaffAuthRouter } from '../staff/staffAuthRouter'
import type { StaffAuthService } from '../staff/staffAuthService'
import type { StaffTrpc } from '../staff/staffTrpc'
import type { PullDeps } from '../sync/pullService'
import type { PushDeps } from '../sync/pushService'
import { createSyncRouter, type SyncDeps } from '../sync/syncRouter'
import { createTeamRouter } from '../team/teamRouter'
import { createDiagnosisRouter } from '../waysIn/diagnosisRouter'
import type { WaysInDeps } from '../waysIn/waysInParts'

export interface StaffRouterDeps {
  readonly auth: StaffAuthService
  readonly devices: DeviceService
  readonly invites: InviteMailDeps
  readonly pull: PullDeps
  readonly push: PushDeps
  readonly report: SyncDeps['report']
  readonly waysIn: WaysInDeps
  readonly settings: SettingsDeps
  readonly audit: AuditDeps
}

/** Everything a console may ask, mounted at `/api/staff`. */
export function createStaffRouter(trpc: StaffTrpc, deps: StaffRouterDeps) {
  return trpc.router({
    auth: createStaffAuthRouter(trpc, deps.auth),
    devices: createDeviceRouter(trpc, deps.devices),
    invites: createInviteRouter(trpc, deps.invites),
    signIns: createDiagnosisRouter(trpc, deps.waysIn),
    preview: createPreviewRouter(trpc, deps.waysIn),
    settings: createSettingsRouter(trpc, deps.settings),
    audit: createAuditRouter(trpc, deps.audit),
    team: createTeamRouter(trpc, deps.waysIn),
    sync: createSyncRouter(trpc, { pull: deps.pull, push: deps.push, report: deps.report }),
  })
}

export type StaffRouter = ReturnType<typeof createStaffRouter>
