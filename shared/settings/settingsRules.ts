import { BUILT_IN_FUNCTIONS, type ClinicSettings, PORTAL_FUNCTIONS } from '../clinic/clinicSchemas'
import { accentContrast } from './accentColours'
import type { ClinicFacts } from './settingsSchemas'

/** `path` names the field as the save's input has it, such as `settings.methods`. */
export interface SettingsProblem {
  readonly path: string
  readonly message: string
}

/** What only the server knows. A console that checks before it sends passes what it knows of them. */
export interface SettingsWorld {
  /** Whether this server can send SMS at all. */
  readonly canSendSms: boolean
  readonly isTimeZone: (name: string) => boolean
  readonly isCountry: (code: string) => boolean
}

export interface WholeSettings {
  readonly settings: ClinicSettings
  readonly facts: ClinicFacts
}

/** What is wrong with a well-formed save; empty: it may be stored. */
export function settingsProblems({ settings, facts }: WholeSettings, world: SettingsWorld): readonly SettingsProblem[] {
  return [
    ...methodProblems(settings, world),
    ...languageProblems(settings),
    ...passwordProblems(settings),
    ...accentProblems(settings),
    ...functionProblems(settings),
    ...(world.isTimeZone(facts.timeZone)
      ? []
      : [{ path: 'facts.timeZone', message: 'must be a name such as America/Toronto' }]),
    ...(world.isCountry(settings.phoneCountry)
      ? []
      : [{ path: 'settings.phoneCountry', message: 'must be a country code such as US' }]),
  ]
}

function methodProblems({ methods }: ClinicSettings, { canSendSms }: SettingsWorld): SettingsProblem[] {
  if (!Object.values(methods).includes(true))
    return [{ path: 'settings.methods', message: 'at least one way of signing in must be on' }]
  if (!methods.smsCode || canSendSms) return []
  return [{ path: 'settings.methods.smsCode', message: 'this server is not set up to send SMS' }]
}

/** English is what every text falls back to. */
function languageProblems({ languages }: ClinicSettings): SettingsProblem[] {
  if (!languages.includes('en')) return [{ path: 'settings.languages', message: 'must include English' }]
  if (new Set(languages).size === languages.length) return []
  return [{ path: 'settings.languages', message: 'must name each language once' }]
}

/** P1. */
function passwordProblems({ minPasswordLength, mfaRequired }: ClinicSettings): SettingsProblem[] {
  if (minPasswordLength === 15 || mfaRequired) return []
  return [{ path: 'settings.minPasswordLength', message: '8 is possible only where a second factor is required' }]
}

function accentProblems({ branding: { accent } }: ClinicSettings): SettingsProblem[] {
  if (accent === '' || accentContrast(accent).ok) return []
  return [{ path: 'settings.branding.accent', message: 'is too pale to be seen; choose a darker one' }]
}

/** S4.10: no button without a function behind it. */
function functionProblems({ functions }: ClinicSettings): SettingsProblem[] {
  return PORTAL_FUNCTIONS.flatMap((name) => {
    const { on, link } = functions[name]
    const path = `settings.functions.${name}.link`
    if (BUILT_IN_FUNCTIONS.includes(name)) return link === '' ? [] : [{ path, message: 'is built in and has no link' }]
    return on && link === '' ? [{ path, message: 'needs the https address that it opens' }] : []
  })
}

/** Names of what differs, for the audit log: settings by their own names, facts by theirs; never a value. */
export function changedGroups(before: WholeSettings, after: WholeSettings): readonly string[] {
  return [...differing(before.facts, after.facts), ...differing(before.settings, after.settings)]
}

function differing(before: object, after: object): string[] {
  const known = new Map(Object.entries(before).map(([name, value]) => [name, sortedText(value)]))
  return Object.entries(after)
    .filter(([name, value]) => known.get(name) !== sortedText(value))
    .map(([name]) => name)
}

/** Equal for equal values, whatever the order of their keys: the database keeps its own. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
