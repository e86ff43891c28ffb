import { passphrase, pickFrom } from '../../../shared/accounts/passphrase'
import type { Language } from '../../ui/language'

/** Five words of the reader's own language. Each list is fetched only when somebody asks for a suggestion. */
export async function suggestPassphrase(language: Language): Promise<string> {
  const { wordlist } = await wordLists[language]()
  // BIP-39 stores accents as separate marks; composed is how a keyboard types them.
  return passphrase(wordlist, pickFrom(randomUint32)).normalize('NFC')
}

const wordLists = {
  en: () => import('@scure/bip39/wordlists/english.js'),
  fr: () => import('@scure/bip39/wordlists/french.js'),
  es: () => import('@scure/bip39/wordlists/spanish.js'),
} as const

/** From the system's generator (I2 asks no less of a password). */
function randomUint32(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}
