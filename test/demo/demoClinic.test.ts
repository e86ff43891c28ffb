import { expect, test } from 'vitest'
import { isTimeZone } from '../../server/clinic/timeZones'
import { makeDemoClinic } from '../../server/demo/demoClinic'
import { HARD_NAMES } from '../../server/demo/demoNames'
import { isPhoneCountry } from '../../server/platform/phone'
import { clinicSettingsSchema, LANGUAGES } from '../../shared/clinic/clinicSchemas'
import {
  changesBetween,
  emptyParticipant,
  settleStars,
  validateChange,
} from '../../shared/participants/participantRules'
import { idSchema, participantFieldsSchema } from '../../shared/participants/participantSchemas'
import { settingsProblems } from '../../shared/settings/settingsRules'
import { NOW } from '../rules/recordKit'

const zeros = (size: number) => new Uint8Array(size)
const demo = makeDemoClinic({ seed: 7, participants: 1000, now: NOW, randomBytes: zeros })
const fields = demo.participants.map((person) => person.fields)

test('the same seed gives the same clinic, another seed another one', () => {
  expect(makeDemoClinic({ seed: 7, participants: 1000, now: NOW, randomBytes: zeros })).toEqual(demo)
  expect(makeDemoClinic({ seed: 8, participants: 1, now: NOW, randomBytes: zeros }).participants[0]?.id).not.toBe(
    demo.participants[0]?.id,
  )
})

test('every record passes the schema as it is, with its star settled', () => {
  for (const record of fields) {
    expect(participantFieldsSchema.parse(record)).toEqual(record)
    expect(settleStars(record)).toBe(record)
    for (const { path, value } of changesBetween(emptyParticipant(record.programId), record))
      expect(validateChange(path, value, { now: NOW })).toEqual({ ok: true, value })
  }
})

test('ids are unique UUIDs and file numbers are unique', () => {
  const contacts = fields.flatMap(({ emails, phones }) => [...Object.keys(emails), ...Object.keys(phones)])
  const ids = [...demo.participants, ...demo.staff, ...demo.programs].map(({ id }) => id).concat(contacts)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => idSchema.safeParse(id).success)).toBe(true)
  expect(new Set(fields.map(({ fileNumber }) => fileNumber)).size).toBe(1000)
})

test('the hard names, the twins, several contacts and people without any are in it', () => {
  expect(fields.slice(0, HARD_NAMES.length).map(({ familyName }) => familyName)).toEqual(
    HARD_NAMES.map(({ family }) => family),
  )
  expect(fields.some(({ givenName }) => [...givenName].length === 80)).toBe(true)
  expect(fields.some(({ familyName }) => [...familyName].length === 80)).toBe(true)
  const twins = fields.filter(({ familyName, givenName }) => familyName === 'Silva' && givenName === 'Maria')
  expect(twins.map(({ birthDate }) => birthDate)).toEqual(['1987-02-28', '1987-02-28'])
  const sizes = fields.map(({ emails, phones }) => [Object.keys(emails).length, Object.keys(phones).length])
  expect(sizes).toContainEqual([0, 0])
  expect(sizes.some(([emails, phones]) => (emails ?? 0) > 1 && (phones ?? 0) > 1)).toBe(true)
  expect(new Set(fields.map(({ language }) => language)).size).toBe(3)
})

test('no mailbox and no phone number is real', () => {
  for (const { emails, phones } of fields) {
    for (const { value } of Object.values(emails)) expect(value).toMatch(/@example\.(org|com|net)$/)
    for (const { value } of Object.values(phones)) expect(value.replace(/\D/g, '')).toMatch(/555 ?01\d\d$/)
  }
})

test('twelve colleagues hold the five roles, and everybody is in somebody’s care', () => {
  const count = (role: string) => demo.staff.filter((person) => person.role === role).length
  expect(['admin', 'manager', 'staff', 'front_desk', 'auditor'].map(count)).toEqual([2, 2, 5, 2, 1])
  const roles = new Map(demo.staff.map(({ id, role }) => [id, role]))
  const carers = demo.scope
    .filter(({ staffId }) => roles.get(staffId) === 'staff')
    .map(({ participantId }) => participantId)
  expect(new Set(carers).size).toBe(1000)
  expect(demo.scope.some(({ staffId }) => ['admin', 'auditor'].includes(roles.get(staffId) ?? ''))).toBe(false)
  expect(new Set(demo.scope.map(({ staffId, participantId }) => `${staffId}/${participantId}`)).size).toBe(
    demo.scope.length,
  )
})

test('staff secrets come from the random source and have the required size', () => {
  const other = makeDemoClinic({
    seed: 7,
    participants: 1,
    now: NOW,
    randomBytes: (size) => new Uint8Array(size).fill(9),
  })
  expect(other.staff[0]?.password).not.toBe(demo.staff[0]?.password)
  for (const { password, totpSecret, email } of demo.staff) {
    expect(password.length).toBeGreaterThanOrEqual(15)
    expect(totpSecret.length).toBe(20)
    expect(email).toMatch(/^[a-z.]+@example\.org$/)
  }
})

test('S3.15 S4.10: the demo clinic shows every way of signing in, a welcome in three languages, and settings that may be saved as they are', () => {
  const { settings, timeZone } = demo.clinic
  expect(Object.values(settings.methods)).toEqual([true, true, true])
  for (const language of LANGUAGES) expect(settings.branding.welcomeMessage[language]).not.toBe('')
  const facts = { name: 'x', phone: '', email: '', address: '', timeZone, senderName: '', mailSender: '' }
  const world = { canSendSms: true, isTimeZone, isCountry: isPhoneCountry }
  expect(settingsProblems({ settings: clinicSettingsSchema.parse(settings), facts }, world)).toEqual([])
})
