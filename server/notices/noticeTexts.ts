import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'
import { StartProblem } from '../platform/startProblem'

/** Every message that the server sends by itself. Links and codes first, then notices, which carry neither. */
export const NOTICES = [
  'sign_in_link',
  'reset_by_participant',
  'reset_by_staff',
  'verify_email',
  'password_changed',
  'email_changed',
  'phone_changed',
  'mfa_added',
  'mfa_removed',
  'mfa_reset',
  'recovery_used',
  'recovery_made',
  'account_locked',
  'access_enabled',
  'message_waiting',
  'staff_mfa_reset',
  'test',
] as const
export type NoticeName = (typeof NOTICES)[number]
export const TEXTS_BY_SMS = ['sign_in_code', 'verify_phone', 'test'] as const
export type SmsName = (typeof TEXTS_BY_SMS)[number]

const text = z.strictObject({ subject: z.string().min(1), body: z.string().min(1) })
const fileSchema = z.strictObject({
  email: z.record(z.enum(NOTICES), text),
  sms: z.record(z.enum(TEXTS_BY_SMS), z.string().min(1)),
})
export type NoticeTexts = Readonly<Record<Language, z.infer<typeof fileSchema>>>

/** Reads `messages.<language>.json` of `resources/mail`, once at start. A missing or malformed file is a `StartProblem`. */
export function readNoticeTexts(mailDir: string): NoticeTexts {
  const read = (language: Language) => {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(join(mailDir, `messages.${language}.json`), 'utf8')))
    } catch {
      throw new StartProblem(`The message texts in messages.${language}.json could not be read.`)
    }
  }
  return Object.fromEntries(LANGUAGES.map((language) => [language, read(language)])) as unknown as NoticeTexts
}
