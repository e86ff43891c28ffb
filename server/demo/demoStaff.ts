import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { Role } from '../../shared/access/roles'
import { passphrase, pickFrom } from '../../shared/accounts/passphrase'
import type { SeededRandom } from './seededRandom'

/** A staff member with the secrets that `npm start` prints once. `totpSecret` is 20 bytes (M1). */
export interface DemoStaff {
  readonly id: string
  readonly email: string
  readonly displayName: string
  readonly role: Role
  readonly password: string
  readonly totpSecret: Buffer
}

const TOTP_BYTES = 20
const PEOPLE: readonly (readonly [name: string, role: Role])[] = [
  ['Amélie Girard', 'admin'],
  ['Tomasz Wójcik', 'admin'],
  ['Ruth Okonkwo', 'manager'],
  ['Iñaki Etxeberria', 'manager'],
  ['Sara Lindqvist', 'staff'],
  ["Conor O'Neill", 'staff'],
  ['Priya Raman', 'staff'],
  ['Nour El-Sayed', 'staff'],
  ['Mateo Quispe', 'staff'],
  ['Hélène Dufour', 'front_desk'],
  ['Kwame Boateng', 'front_desk'],
  ['Judit Szabó', 'auditor'],
]

/**
 * Twelve colleagues. Ids repeat with the seed; passwords and second factors come from `randomBytes`, so that a demo which somebody leaves
 * running is not open to everyone who has read this file. Tests pass a repeatable source.
 */
export function demoStaff(random: SeededRandom, randomBytes: (size: number) => Uint8Array): readonly DemoStaff[] {
  const pick = pickFrom(() => Buffer.from(randomBytes(4)).readUInt32BE(0))
  return PEOPLE.map(([displayName, role]) => ({
    id: random.uuid(),
    email: `${emailWord(displayName)}@example.org`,
    displayName,
    role,
    password: passphrase(wordlist, pick),
    totpSecret: Buffer.from(randomBytes(TOTP_BYTES)),
  }))
}

function emailWord(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/['-]/g, '').replace(/ /g, '.')
}
