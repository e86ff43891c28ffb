import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { z } from 'zod'
import type { PassphraseAnswer, VaultState } from '../../shared/ipc/desktopTypes'
import type { SecretBox, Store } from './ports'
import { createSerial } from './serial'

const FILE = 'vault.json'
/** Above OWASP's minimum: this key guards a file that can be carried away and tried at leisure. */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const

const fileSchema = z.strictObject({
  version: z.literal(1),
  // The cost is fixed by the version: a file that asks for another cost could only weaken the key or exhaust the memory.
  salt: z.base64url().length(22),
  iv: z.base64url().length(16),
  sealed: z.base64url().min(22),
  /** Tells damage from a wrong passphrase; it protects nothing (the seal does). */
  sum: z.base64url().length(43),
})
type VaultFile = z.infer<typeof fileSchema>
const contentSchema = z.record(z.string(), z.string())

interface OpenVault {
  readonly key: Buffer
  readonly salt: string
  readonly content: Map<string, string>
}

/** The passphrase-sealed file that stands in for a keychain (R2). `box` throws while the vault is not open. */
export interface Vault {
  state(): Promise<VaultState>
  /** Makes the vault, or changes the passphrase of an open one. `initial` moves into a new vault. */
  set(passphrase: string, initial: ReadonlyMap<string, string>): Promise<PassphraseAnswer>
  open(passphrase: string): Promise<PassphraseAnswer>
  /** Forgets key and content in memory; with `discard` the file too. */
  close(how?: 'discard'): Promise<void>
  readonly box: SecretBox
}

/** A vault kept as one file of `store`; argon2id derives the key, AES-256-GCM seals the whole content anew on each write. */
export function createVault(store: Store): Vault {
  const serial = createSerial()
  let opened: OpenVault | null = null

  const save = (vault: OpenVault) => store.write(FILE, JSON.stringify(seal(vault)))
  const change = (edit: (content: Map<string, string>) => void) =>
    serial(async () => {
      const vault = needOpen(opened)
      const content = new Map(vault.content)
      edit(content)
      const next = { ...vault, content }
      await save(next)
      opened = next
    })

  return {
    state: async () => (opened ? 'open' : (await store.read(FILE)) === null ? 'absent' : 'closed'),
    set: (passphrase, initial) =>
      serial(async () => {
        if (!opened && (await store.read(FILE)) !== null) return { ok: false, reason: 'VAULT_CLOSED' }
        const salt = randomBytes(16).toString('base64url')
        const next = { key: await deriveKey(passphrase, salt), salt, content: new Map(opened?.content ?? initial) }
        await save(next)
        opened = next
        return { ok: true }
      }),
    open: (passphrase) =>
      serial(async () => {
        const text = await store.read(FILE)
        if (text === null) return { ok: false, reason: 'VAULT_ABSENT' }
        const file = parseFile(text)
        if (file === null) return { ok: false, reason: 'VAULT_DAMAGED' }
        const key = await deriveKey(passphrase, file.salt)
        const content = unseal(file, key)
        if (content === null) return { ok: false, reason: 'WRONG_PASSPHRASE' }
        opened = { key, salt: file.salt, content }
        return { ok: true }
      }),
    close: (how) =>
      serial(async () => {
        opened?.key.fill(0)
        opened = null
        if (how === 'discard') await store.delete(FILE)
      }),
    box: {
      get: async (name) => needOpen(opened).content.get(name) ?? null,
      set: (name, value) => change((content) => content.set(name, value)),
      delete: (name) => change((content) => content.delete(name)),
    },
  }
}

function needOpen(vault: OpenVault | null): OpenVault {
  if (vault === null) throw new Error('The vault is not open')
  return vault
}

function deriveKey(passphrase: string, salt: string): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFKC'), { ...COST, outputLen: 32, salt: Buffer.from(salt, 'base64url') })
}

const boundTo = (salt: string) => Buffer.from(`vestibule vault 1 ${salt}`)

function checksum(file: Omit<VaultFile, 'sum'>): string {
  return createHash('sha256').update(`${file.version}.${file.salt}.${file.iv}.${file.sealed}`).digest('base64url')
}

function seal({ key, salt, content }: OpenVault): VaultFile {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(boundTo(salt))
  const plain = JSON.stringify(Object.fromEntries(content))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  const file = { version: 1 as const, salt, iv: iv.toString('base64url'), sealed: sealed.toString('base64url') }
  return { ...file, sum: checksum(file) }
}

function parseFile(text: string): VaultFile | null {
  try {
    const file = fileSchema.safeParse(JSON.parse(text))
    return file.success && checksum(file.data) === file.data.sum ? file.data : null
  } catch {
    return null
  }
}

function unseal(file: VaultFile, key: Buffer): Map<string, string> | null {
  try {
    const bytes = Buffer.from(file.sealed, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.iv, 'base64url'))
    decipher.setAAD(boundTo(file.salt)).setAuthTag(bytes.subarray(-16))
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()])
    return new Map(Object.entries(contentSchema.parse(JSON.parse(plain.toString('utf8')))))
  } catch {
    return null
  }
}
