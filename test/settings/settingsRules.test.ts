import { expect, test } from 'vitest'
import { dark, light } from '../../renderer/ui/tokens'
import { clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import {
  accentContrast,
  accentPalette,
  contrast,
  DARK_GROUNDS,
  LIGHT_GROUNDS,
} from '../../shared/settings/accentColours'
import { changedGroups, settingsProblems } from '../../shared/settings/settingsRules'
import { type ClinicFacts, saveSettingsSchema } from '../../shared/settings/settingsSchemas'
import { contrast as measured } from '../ui/contrast'

const world = {
  canSendSms: false,
  isTimeZone: (name: string) => name === 'UTC',
  isCountry: (code: string) => code === 'CA',
}
const facts: ClinicFacts = {
  name: 'Alder Clinic',
  phone: '',
  email: '',
  address: '',
  timeZone: 'UTC',
  senderName: '',
  mailSender: '',
}
const defaults = clinicSettingsSchema.parse({ phoneCountry: 'CA' })
const problems = (change: object, factChange: object = {}, canSendSms = false) =>
  settingsProblems(
    { settings: clinicSettingsSchema.parse({ ...defaults, ...change }), facts: { ...facts, ...factChange } },
    { ...world, canSendSms },
  ).map(({ path }) => path)

test('S3.28 S4.12: the defaults of the product may be saved as they are', () => {
  expect(problems({})).toEqual([])
})

test('P1: a shorter password is possible only beside a required second factor', () => {
  expect(problems({ minPasswordLength: 8 })).toEqual(['settings.minPasswordLength'])
  expect(problems({ minPasswordLength: 8, mfaRequired: true })).toEqual([])
})

test('S3.6: at least one way of signing in, and SMS only where it can be sent', () => {
  const methods = { password: false, emailLink: false, smsCode: false }
  expect(problems({ methods })).toEqual(['settings.methods'])
  expect(problems({ methods: { ...methods, smsCode: true } })).toEqual(['settings.methods.smsCode'])
  expect(problems({ methods: { ...methods, smsCode: true } }, {}, true)).toEqual([])
})

test('languages include English, each once; time zone and country exist', () => {
  expect(problems({ languages: ['fr'] })).toEqual(['settings.languages'])
  expect(problems({ languages: ['en', 'fr', 'fr'] })).toEqual(['settings.languages'])
  expect(problems({}, { timeZone: 'Mars/Olympus' })).toEqual(['facts.timeZone'])
  expect(problems({ phoneCountry: 'QQ' })).toEqual(['settings.phoneCountry'])
})

test('S4.10 S4.11 F4: a function that is on has an https link, a built-in one has none, and other links are malformed', () => {
  const functions = (change: object) => ({ functions: { ...defaults.functions, ...change } })
  expect(problems(functions({ telehealth: { on: true, link: '' } }))).toEqual(['settings.functions.telehealth.link'])
  expect(problems(functions({ telehealth: { on: true, link: 'https://video.example.org/room' } }))).toEqual([])
  const builtIn = functions({ messages: { on: true, link: 'https://example.org/' } })
  expect(problems(builtIn)).toEqual(['settings.functions.messages.link'])
  for (const link of [
    'http://example.org',
    'javascript:alert(1)',
    'https://user@',
    'data:text/html,x',
    'ftp://a.org',
  ]) {
    const settings = { ...defaults, ...functions({ forms: { on: true, link } }) }
    expect(saveSettingsSchema.safeParse({ expectedRev: 1, settings, facts }).success).toBe(false)
  }
})

test('S2.65: a pale accent is refused; whatever is chosen, the colours made of it are legible in both schemes', () => {
  expect(problems({ branding: { ...defaults.branding, accent: '#ffee88' } })).toEqual(['settings.branding.accent'])
  expect(accentContrast('#1a5fb4')).toMatchObject({ ok: true, onFilled: '#ffffff' })
  expect(accentContrast('#ffffff').ok).toBe(false)
  expect(accentContrast('#000000').ok).toBe(true)
  const channels = ['00', '33', '66', '80', '99', 'cc', 'ff']
  const all = channels.flatMap((r) => channels.flatMap((g) => channels.map((b) => `#${r}${g}${b}`)))
  for (const hex of all) {
    const palette = accentPalette(hex)
    for (const [colours, grounds] of [
      [palette.light, LIGHT_GROUNDS],
      [palette.dark, DARK_GROUNDS],
    ] as const) {
      const { filled, filledHover, onFilled, link, focus } = colours
      expect([hex, contrast(onFilled, filled) >= 4.5, contrast(onFilled, filledHover) >= 4.5]).toEqual([
        hex,
        true,
        true,
      ])
      for (const ground of grounds) {
        expect([hex, contrast(filled, ground) >= 3, contrast(focus, ground) >= 3]).toEqual([hex, true, true])
        expect([hex, contrast(link, ground) >= 4.5]).toEqual([hex, true])
      }
    }
  }
  // A colour that may be chosen is used as it is on light pages.
  expect(accentPalette('#1a5fb4').light.filled).toBe('#1a5fb4')
})

test('S2.65: the grounds and the measure are those of the pages', () => {
  for (const [grounds, scheme] of [
    [LIGHT_GROUNDS, light],
    [DARK_GROUNDS, dark],
  ] as const) {
    const { surface, canvas, sunken, hover } = scheme
    expect(new Set(grounds)).toEqual(new Set([surface, canvas, sunken, hover]))
  }
  expect(contrast('#1a5fb4', '#f6f4f1')).toBe(measured('#1a5fb4', '#f6f4f1'))
})

test('U2: what changed is said by names alone, whatever the order of keys', () => {
  const before = { settings: defaults, facts }
  const reordered = Object.fromEntries(Object.entries(defaults).reverse()) as typeof defaults
  expect(changedGroups(before, { settings: reordered, facts: { ...facts } })).toEqual([])
  const settings = { ...defaults, mfaRequired: true, branding: { ...defaults.branding, displayName: 'Alder' } }
  expect(changedGroups(before, { settings, facts: { ...facts, phone: '1' } })).toEqual([
    'phone',
    'mfaRequired',
    'branding',
  ])
})
