import { randomBytes, randomUUID } from 'node:crypto'
import type { OutboxKind } from '../../../shared/sync/syncSchemas'
import { PASSWORD } from './people'

/** Ids that a sample points at; made by the test that uses it. */
export interface Targets {
  readonly participantId: string
  readonly deviceId: string
  readonly inviteId: string
  readonly token: string
}

/**
 * One well-formed input for every procedure, by its full name. A new procedure must be added here: the tests take their list from the routers
 * and fail where a sample is missing. `undefined` = takes none.
 */
export function samples(target: Targets): Readonly<Record<string, unknown>> {
  const { participantId, deviceId, inviteId, token } = target
  const challenge = 'c'.repeat(43)
  return {
    'staff.auth.signIn': { email: 'nobody@alder.example', password: PASSWORD },
    'staff.auth.enrol': { challenge },
    'staff.auth.verify': { challenge, code: '000000', deviceName: 'Front desk' },
    'staff.auth.me': undefined,
    'staff.auth.signOut': undefined,
    'staff.auth.changePassword': { current: PASSWORD, password: 'eleven calm rivers at noon' },
    'staff.devices.list': undefined,
    'staff.devices.approve': { deviceId },
    'staff.devices.suspend': { deviceId, reason: 'lost' },
    'staff.devices.resume': { deviceId },
    'staff.devices.wipe': { deviceId, reason: 'stolen' },
    'staff.devices.holding': { deviceId },
    'staff.devices.wiped': { orderId: randomUUID(), unsent: 0, signature: 's'.repeat(86) },
    'staff.invites.email': { inviteId, token },
    'staff.sync.pull': { checkpoint: null, limit: 10, witnessCount: 0 },
    'staff.sync.push': { items: [{ writeId: randomUUID(), kind: 'participant.view', participantId }] },
    'staff.sync.report': { unsent: 1, oldestUnsentSeconds: 5, documents: 9, bytes: 100 },
    'staff.sync.unknown': { ids: [participantId] },
    'staff.signIns.diagnose': { participantId },
    'staff.preview.open': { participantId },
    ...auditSamples(),
    'staff.signIns.checkContact': { participantId, contact: 'robin@example.org' },
    ...settingsSamples(),
    ...teamSamples(),
    'portal.clinic.public': undefined,
    'portal.invite.open': { token },
    'portal.invite.current': undefined,
    'portal.invite.verify': { code: '482913' },
    'portal.invite.accept': {
      email: 'new@example.org',
      displayName: 'Robin',
      password: PASSWORD,
      language: 'en',
    },
    'portal.invite.askAgain': { token },
    'portal.kiosk.stay': undefined,
    'portal.kiosk.leave': undefined,
    'portal.consent.current': { language: 'en' },
    'portal.consent.agree': { documentId: 'privacy', version: 1, language: 'en', hash: '0'.repeat(64) },
    'portal.consent.receipts': undefined,
    'portal.record.own': undefined,
    'portal.record.giveDetails': { preferredName: 'Rob', pronouns: '', address: '', phone: '' },
    'portal.accessLog.list': { before: 1_000 },
    'portal.messages.list': undefined,
    'portal.messages.send': { id: randomUUID(), body: 'May I come on Thursday?' },
    'portal.messages.read': undefined,
    'portal.corrections.list': undefined,
    'portal.corrections.letter': { id: randomUUID(), kind: 'decision' },
    'portal.corrections.submit': {
      id: randomUUID(),
      changes: [],
      description: 'The note of 3 March is not about me.',
      messageId: null,
      persons: [{ name: 'Dr. Lee', contact: '604 555 0123' }],
      fileIds: [],
    },
    'portal.files.limits': undefined,
    'portal.files.remove': { id: randomUUID() },
    'portal.corrections.withdraw': { id: randomUUID() },
    'portal.corrections.disagree': { id: randomUUID(), statement: 'I still see it otherwise.' },
    ...waysInSamples(),
    ...securitySamples(),
  }
}

/** About contacts, links and codes that nobody has. */
function waysInSamples(): Readonly<Record<string, unknown>> {
  const asked = { language: 'en' }
  const token = 'T'.repeat(43)
  return {
    'portal.auth.signIn': { email: 'nobody@example.org', password: PASSWORD },
    'portal.auth.requestLink': { ...asked, email: 'nobody@example.org', shared: false },
    'portal.auth.requestCode': { ...asked, phone: '604 555 0199', shared: false },
    'portal.auth.resend': undefined,
    'portal.auth.request': undefined,
    'portal.auth.verifyCode': { code: '000000' },
    'portal.auth.openLink': { token, confirmed: false },
    'portal.auth.second': undefined,
    'portal.auth.verifySecond': { code: '000000' },
    'portal.auth.requestReset': { ...asked, email: 'nobody@example.org' },
    'portal.auth.openReset': { token },
    'portal.auth.reset': { token, password: 'nine slow rivers in a valley' },
    'portal.auth.signOut': undefined,
    'portal.auth.stay': undefined,
    'portal.auth.me': undefined,
    'portal.auth.setLanguage': { language: 'fr' },
  }
}

/** About factors and sessions that nobody has. */
function securitySamples(): Readonly<Record<string, unknown>> {
  const [factorId, sessionId] = [randomUUID(), randomUUID()]
  return {
    'portal.security.view': undefined,
    'portal.security.beginFactor': { name: 'My phone' },
    'portal.security.confirmFactor': { factorId, code: '000000' },
    'portal.security.removeFactor': { factorId, code: '000000' },
    'portal.security.renameFactor': { factorId, name: 'Old phone' },
    'portal.security.newRecoveryCodes': { code: '000000' },
    'portal.security.sessions': undefined,
    'portal.security.history': undefined,
    'portal.security.endSession': { sessionId },
    'portal.security.endOtherSessions': undefined,
    'portal.security.reauthenticate': { password: PASSWORD },
    'portal.security.changePassword': { password: 'nine slow rivers in a valley' },
    'portal.security.verifyEmail': undefined,
    'portal.security.changeEmail': { email: 'another@example.org' },
    'portal.security.changePhone': { phone: '604 555 0198' },
    'portal.security.removePhone': undefined,
    'portal.security.confirmContact': { kind: 'email', code: '000000' },
    'portal.security.setAppLock': { minutes: 10 },
    'portal.security.unlock': { password: PASSWORD },
  }
}

/** Made from a revision or version that is over, so that they stop at SETTINGS_CHANGED and change nothing for other tests. */
function settingsSamples(): Readonly<Record<string, unknown>> {
  const words = { title: 'A title', body: 'A text.' }
  const names = { name: 'Alder Clinic', phone: '', email: '', address: '', senderName: '' }
  return {
    'staff.settings.save': {
      expectedRev: 0,
      // What is left out has its default; every field spoiled in every way would take half a minute.
      settings: { resendCooldownMinutes: 5, methods: { password: true, emailLink: true, smsCode: false } },
      facts: { ...names, timeZone: 'UTC', mailSender: 'no-reply@alder.example' },
    },
    'staff.settings.saveLogo': { expectedRev: 0, logo: { mediaType: 'image/png', base64: SMALLEST_PNG } },
    // No restore has happened: it stops at NOT_FOUND.
    'staff.settings.acknowledgeRestore': { epoch: '20000000-0000-4000-8000-000000000002', seenRows: 7 },
    'staff.settings.consentVersions': undefined,
    'staff.settings.publishConsent': { documentId: 'privacy', basedOn: 0, texts: { en: words, fr: words, es: words } },
    'staff.settings.sendingWays': undefined,
    'staff.settings.testEmail': { to: 'admin@alder.example' },
    'staff.settings.testSms': { to: '+1 604 555 0142' },
  }
}

const SMALLEST_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** About a colleague whom nobody knows: they stop at NOT_FOUND. */
function teamSamples(): Readonly<Record<string, unknown>> {
  const staffId = '20000000-0000-4000-8000-000000000001'
  const caseload = { programIds: [], participantIds: [] }
  const person = { displayName: 'Kim Lee', role: 'staff' }
  return {
    'staff.team.list': undefined,
    'staff.team.caseload': { staffId },
    'staff.team.create': { ...person, email: `${randomUUID().slice(0, 8)}@alder.example`, caseload },
    'staff.team.change': { staffId, ...person },
    'staff.team.setCaseload': { staffId, caseload },
    'staff.team.suspend': { staffId },
    'staff.team.reinstate': { staffId },
    'staff.team.resetMfa': { staffId, reason: 'lost_phone', identityCheck: 'in_person' },
    'staff.team.resetPassword': { staffId },
  }
}

/** `export` stops at a password that is nobody's. */
function auditSamples(): Readonly<Record<string, unknown>> {
  const filter = { from: null, to: null, group: null, actorId: null, participantId: null, deviceId: null }
  const nothing = { ...filter, outcome: null, code: null }
  return {
    'staff.audit.list': { filter: nothing, cursor: null, limit: 10 },
    'staff.audit.choices': undefined,
    'staff.audit.head': { witnessCount: 0 },
    'staff.audit.rows': { after: 0, limit: 10 },
    'staff.audit.export': { filter: nothing, password: 'seven calm harbours at dawn' },
  }
}

/** One well-formed command of each kind, without its write id and kind. */
export function commandSamples({ participantId, inviteId }: Targets): Readonly<Record<OutboxKind, object>> {
  const hash = () => randomBytes(32).toString('base64url')
  const invite = { inviteId: randomUUID(), tokenHash: hash(), shortHash: hash(), verbalCode: null }
  const [about, messageId] = [{ participantId }, randomUUID()]
  const correction = { ...about, correctionId: randomUUID() }
  return {
    edit: { ...about, changes: [{ path: 'preferredName', base: '', value: 'Rob' }] },
    'participant.create': { participantId: randomUUID(), fields: newFields() },
    'participant.view': about,
    'invite.create': { ...about, ...invite },
    'invite.resend': { previousId: inviteId, keepVerbalCode: false, ...invite },
    'invite.revoke': { inviteId },
    'invite.share': { inviteId, link: ['letter'], code: ['phone'] },
    'account.revoke': about,
    'account.enable': { ...about, disabledAt: '2026-01-01T00:00:00.000Z' },
    'account.unlock': about,
    'account.send_reset': about,
    'account.reset_mfa': { ...about, reason: 'lost_phone', identityCheck: 'in_person' },
    'account.exempt_mfa': { ...about, reason: 'no_phone' },
    'message.send': { ...about, messageId, body: 'See you on Thursday.' },
    'message.read': { ...about, messageId },
    'correction.acknowledge': correction,
    'correction.extend': { ...correction, until: '2026-12-24', reason: 'The file is in the archive.' },
    'correction.review': correction,
    'correction.decide': { ...correction, accepted: [], ground: 'accurate_complete', answer: 'It is right.' },
    'correction.rebut': { ...correction, text: 'We read it again and see it as before.' },
    'correction.close': correction,
    'correction.told': { ...correction, personId: randomUUID() },
    'conflict.resolve': { ...about, conflictId: randomUUID(), choice: 'other', base: '', value: 'Rob' },
    'correction.accept': { ...correction, answer: '' },
    'correction.deny': { ...correction, ground: 'accurate_complete', answer: 'It is right as it stands.' },
  }
}

function newFields() {
  const names = { givenName: 'Ada', familyName: 'Brook', preferredName: '', pronouns: '', birthDate: '1990-01-01' }
  const rest = { fileNumber: 'F-1', language: 'en', address: '', defaultEmail: null, defaultPhone: null }
  return { ...names, ...rest, programId: randomUUID(), emails: {}, phones: {} }
}
