import { randomBytes } from 'node:crypto'
import type { Store } from '../ports'

const FILE = 'installation.json'

/**
 * The keychain's group name for this data folder. Two consoles of one system user (a demo and the real one) must not
 * share a device key, so each folder carries a random, meaningless id.
 */
export async function keychainService(store: Store): Promise<string> {
  const known = parse(await store.read(FILE))
  if (known !== null) return `Vestibule ${known}`
  const id = randomBytes(8).toString('hex')
  await store.write(FILE, JSON.stringify({ id }))
  return `Vestibule ${id}`
}

function parse(text: string | null): string | null {
  return /^\{"id":"([0-9a-f]{16})"\}$/.exec(text?.trim() ?? '')?.[1] ?? null
}
