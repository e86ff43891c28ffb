import { expect, test } from 'vitest'
import { guideContent } from '../../renderer/console/help/guideContent'
import { type GuideFacts, guideFacts } from '../../renderer/console/help/guideFacts'
import { type ClinicDoc, clinicSettingsSchema, LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'

function clinicWith(settings: Partial<ClinicDoc['settings']>): ClinicDoc {
  return {
    id: 'clinic',
    rev: 1,
    name: 'Harbour Street Clinic',
    phone: '+1 416 555 0100',
    email: 'frontdesk@example.org',
    address: '12 Harbour Street',
    timeZone: 'America/Toronto',
    portalUrl: 'https://portal.example.org',
    mailSender: 'no-reply@example.org',
    senderName: '',
    logoHash: null,
    settings: { ...clinicSettingsSchema.parse({}), ...settings },
  }
}
const words = (language: Language, facts: GuideFacts) => JSON.stringify(guideContent(language, facts))
const PASSWORDLESS = { password: false, emailLink: true, smsCode: false }
const EVERY_WAY = { password: true, emailLink: true, smsCode: true }

test.each(LANGUAGES)('S4.9: the guide in %s names the portal, the sender and whom to call', (language) => {
  const text = words(language, guideFacts(clinicWith({})))
  expect(text).toContain('https://portal.example.org')
  expect(text).toContain('no-reply@example.org')
  expect(text).toContain('+1 416 555 0100')
})

test('S4.9: only the ways in that are switched on are explained', () => {
  const some = words('en', guideFacts(clinicWith({ methods: PASSWORDLESS })))
  expect(some).toContain('By email')
  expect(some).not.toContain('By password')
  expect(some).not.toContain('By text message')
  expect(words('en', guideFacts(clinicWith({ methods: EVERY_WAY })))).toContain('By text message')
})

test('S4.9: times and rules are those of the settings', () => {
  const facts = guideFacts(
    clinicWith({ inviteHours: 48, emailLinkMinutes: 20, mfaRequired: true, minPasswordLength: 8 }),
  )
  const text = words('en', facts)
  for (const part of ['48 hours', '20 minutes', 'at least 8 characters', 'Set up an authenticator app']) {
    expect(text).toContain(part)
  }
  expect(words('fr', guideFacts(clinicWith({})))).toContain('7 jours')
})

test('S4.9: the three languages say the same, section by section, whatever the settings', () => {
  for (const methods of [PASSWORDLESS, EVERY_WAY])
    for (const mfaRequired of [true, false])
      for (const verbalCodeRequired of [true, false]) {
        const facts = guideFacts(clinicWith({ methods, mfaRequired, verbalCodeRequired }))
        const shape = (language: Language) =>
          guideContent(language, facts).sections.map(({ numbered, lines }) => [numbered, lines.length])
        expect(shape('fr')).toEqual(shape('en'))
        expect(shape('es')).toEqual(shape('en'))
      }
})

test('S4.9: the clinic’s display name comes first, and a clinic without a phone is reached by email', () => {
  const clinic = clinicWith({})
  const branding = { ...clinic.settings.branding, displayName: 'Harbour' }
  const facts = guideFacts({ ...clinic, phone: '', settings: { ...clinic.settings, branding } })
  expect(facts.clinic).toBe('Harbour')
  expect(facts.contact).toBe('frontdesk@example.org')
})
