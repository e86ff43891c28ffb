import { randomBytes } from 'node:crypto'
import { AsyncEntry } from '@napi-rs/keyring'
import type { Keychain } from '../ports'

/** A locked keychain may ask the person for its password; then the answer takes as long as typing. */
const PROBE_MS = 30_000

/**
 * The system's keychain. On Linux it is pinned to the Secret Service: the library would otherwise fall back to the
 * kernel's keyring without a word, which forgets everything at the next start (R2). `service` groups the entries.
 */
export function osKeychain(service: string): Keychain {
  const entry = (name: string) => new AsyncEntry(service, name, { linux: { store: 'secret-service' } })
  const get = (name: string) => entry(name).getPassword()
  const set = (name: string, value: string) => entry(name).setPassword(value)
  const remove = async (name: string) => void (await entry(name).deletePassword())
  const probe = async () => {
    const name = `probe-${randomBytes(6).toString('hex')}`
    const value = randomBytes(12).toString('hex')
    await set(name, value)
    const same = (await get(name)) === value
    await remove(name)
    return same
  }
  return {
    get: async (name) => get(name),
    set: async (name, value) => set(name, value),
    delete: remove,
    available: () => within(probe),
  }
}

/** False when the keychain refuses or does not answer in time. */
async function within(probe: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PROBE_MS)
  })
  try {
    return await Promise.race([probe(), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
