import type { z } from 'zod'
import type { ClinicDoc } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type {
  ConsentVersion,
  publishConsentSchema,
  SendingWays,
  saveLogoSchema,
  saveSettingsSchema,
  TestMessageAnswer,
} from '../../shared/settings/settingsSchemas'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'

export type SettingsDeps = WaysInDeps

export async function saveSettings(
  _deps: SettingsDeps,
  _caller: WriteCaller,
  _input: z.infer<typeof saveSettingsSchema>,
): Promise<ClinicDoc> {
  throw new CodedError('UNAVAILABLE')
}

export async function saveLogo(
  _deps: SettingsDeps,
  _caller: WriteCaller,
  _input: z.infer<typeof saveLogoSchema>,
): Promise<ClinicDoc> {
  throw new CodedError('UNAVAILABLE')
}

export async function consentVersions(_deps: SettingsDeps): Promise<ConsentVersion[]> {
  throw new CodedError('UNAVAILABLE')
}

export async function publishConsent(
  _deps: SettingsDeps,
  _caller: WriteCaller,
  _input: z.infer<typeof publishConsentSchema>,
): Promise<ConsentVersion[]> {
  throw new CodedError('UNAVAILABLE')
}

export function sendingWays(_deps: SettingsDeps): SendingWays {
  throw new CodedError('UNAVAILABLE')
}

export async function sendTest(
  _deps: SettingsDeps,
  _caller: WriteCaller,
  _channel: 'email' | 'sms',
  _to: string,
): Promise<TestMessageAnswer> {
  throw new CodedError('UNAVAILABLE')
}
