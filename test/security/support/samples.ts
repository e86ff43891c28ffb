import { randomUUID } from 'node:crypto'
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
    'staff.devices.list': undefined,
    'staff.devices.approve': { deviceId },
    'staff.devices.revoke': { deviceId },
    'staff.invites.email': { inviteId, token },
    'staff.sync.pull': { checkpoint: null, limit: 10, witnessCount: 0 },
    'staff.sync.push': { items: [{ writeId: randomUUID(), kind: 'participant.view', participantId }] },
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
    'portal.consent.current': { language: 'en' },
    'portal.consent.agree': { documentId: 'privacy', version: 1, language: 'en', hash: '0'.repeat(64) },
    'portal.auth.signIn': { email: 'nobody@example.org', password: PASSWORD },
    'portal.auth.signOut': undefined,
    'portal.auth.me': undefined,
    'portal.record.own': undefined,
  }
}
