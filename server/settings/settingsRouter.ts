import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import { acknowledgeRestoreSchema } from '../../shared/backup/restoreSchemas'
import {
  publishConsentSchema,
  saveLogoSchema,
  saveSettingsSchema,
  testMessageSchema,
} from '../../shared/settings/settingsSchemas'
import { acknowledgeRestore } from '../backup/restoreNotice'
import { consentVersions, publishConsent } from '../consent/consentPublishing'
import { staffProcedures, writeCallerOf } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import { saveLogo } from './logoService'
import { type SettingsDeps, saveSettings } from './settingsService'
import { sendingWays, sendTest } from './testMessages'

const CHANGING = { audience: 'staff', roles: ACTIONS['settings.change'], batchable: false } as const

/** `staff.settings.*`, for administrators, online only: two people who save from old copies must notice each other. */
export function createSettingsRouter(trpc: StaffTrpc, deps: SettingsDeps) {
  const { staff } = staffProcedures(trpc)
  const read = staff.meta({ ...CHANGING, rate: 'read' })
  const write = staff.meta({ ...CHANGING, rate: 'write' })
  const send = staff.meta({ ...CHANGING, rate: 'send' })
  return trpc.router({
    save: write.input(saveSettingsSchema).mutation(({ ctx, input }) => saveSettings(deps, writeCallerOf(ctx), input)),
    saveLogo: write.input(saveLogoSchema).mutation(({ ctx, input }) => saveLogo(deps, writeCallerOf(ctx), input)),
    consentVersions: read.input(z.void()).query(() => consentVersions(deps)),
    publishConsent: write
      .input(publishConsentSchema)
      .mutation(({ ctx, input }) => publishConsent(deps, writeCallerOf(ctx), input)),
    acknowledgeRestore: write
      .input(acknowledgeRestoreSchema)
      .mutation(({ ctx, input }) => acknowledgeRestore(deps, writeCallerOf(ctx), input)),
    sendingWays: read.input(z.void()).query(() => sendingWays(deps)),
    testEmail: send
      .input(testMessageSchema)
      .mutation(({ ctx, input }) => sendTest(deps, writeCallerOf(ctx), 'email', input.to)),
    testSms: send
      .input(testMessageSchema)
      .mutation(({ ctx, input }) => sendTest(deps, writeCallerOf(ctx), 'sms', input.to)),
  })
}
