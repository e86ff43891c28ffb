import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { settingsProblems, type WholeSettings } from '../../../shared/settings/settingsRules'
import { type ClinicFacts, saveSettingsSchema } from '../../../shared/settings/settingsSchemas'

/** What is wrong, by the path of the field, such as `settings.branding.accent`. */
export type SettingsProblems = Readonly<Record<string, string | undefined>>

export function factsOf({ name, phone, email, address, timeZone, senderName, mailSender }: ClinicDoc): ClinicFacts {
  return { name, phone, email, address, timeZone, senderName, mailSender }
}

export function draftOf(clinic: ClinicDoc): WholeSettings {
  return { settings: clinic.settings, facts: factsOf(clinic) }
}

/** The same value, whatever was typed to get there: nothing to save. */
export function isSame(a: WholeSettings, b: WholeSettings): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What the server would refuse, found before it is asked. `canSendSms` null: not known here, so the server decides. */
export function problemsOf(draft: WholeSettings, canSendSms: boolean | null): SettingsProblems {
  const shape = saveSettingsSchema.safeParse({ expectedRev: 0, ...draft })
  const malformed = shape.success
    ? []
    : shape.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
  const world = { canSendSms: canSendSms ?? true, isTimeZone, isCountry }
  const rules = malformed.length > 0 ? [] : settingsProblems(draft, world)
  return Object.fromEntries([...malformed, ...rules].reverse().map(({ path, message }) => [path, message]))
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The server asks its phone library; here only the form can be checked. */
function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code)
}
