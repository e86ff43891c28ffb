import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { SecretBox } from './ports'
import type { Secrets } from './secrets'
import { createSerial } from './serial'

const NAME = 'device-key'

/** This console's identity towards the server (D3). */
export interface Device {
  /** First 22 characters of base64url(sha256(raw public key)). */
  readonly id: string
  /** base64url of the raw 32-byte Ed25519 public key. */
  readonly publicKey: string
  /** base64url Ed25519 signature over the UTF-8 bytes of `text`. */
  sign(text: string): string
}

export interface DeviceKey {
  /** Makes the key pair at first use. Null while the vault is closed; rejects when the keychain fails. */
  load(): Promise<Device | null>
  /** pkcs8, base64, for the confirmation of a wipe. Null while the vault is closed or there is no key. */
  exported(): Promise<string | null>
  /** Drops the private key from memory; the keychain keeps it. */
  forget(): void
  /** Deletes it for good: the next `load` makes another one, which an administrator has to approve. */
  destroy(): Promise<void>
}

export interface ProofParts {
  readonly method: string
  /** Path and query exactly as sent. */
  readonly path: string
  readonly body: Uint8Array
  readonly token: string | null
}

/** What a device signs with each request: method, path, body hash and session hash, one per line. */
export function proofText({ method, path, body, token }: ProofParts): string {
  return [method, path, sha256(body), sha256(token ?? '')].join('\n')
}

function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('base64url')
}

/** The server computes the same from the public key it is sent. */
export function deviceIdOf(rawPublicKey: Uint8Array): string {
  return sha256(rawPublicKey).slice(0, 22)
}

/** Keeps the key pair in `secrets` (pkcs8, base64) and one copy in memory while it is in use. */
export function createDeviceKey(secrets: Secrets): DeviceKey {
  const serial = createSerial()
  let cached: (Device & { readonly key: KeyObject }) | null = null
  return {
    load: () =>
      serial(async () => {
        if (cached) return cached
        const box = await secrets.box()
        if (box === null) return null
        const key = await readOrMake(box)
        cached = { ...deviceOf(key), key }
        return cached
      }),
    // Out of memory where it is in use: an order to wipe must not wait for a keychain that does not answer.
    exported: () =>
      serial(async () => (cached ? textOf(cached.key) : ((await (await secrets.box())?.get(NAME)) ?? null))),
    forget: () => {
      cached = null
    },
    destroy: () =>
      serial(async () => {
        await (await secrets.box())?.delete(NAME)
        cached = null
      }),
  }
}

async function readOrMake(box: SecretBox): Promise<KeyObject> {
  const stored = await box.get(NAME)
  // A key that cannot be read is replaced: the server then meets an unknown device and an administrator decides again.
  const known = stored === null ? null : parseKey(stored)
  if (known) return known
  const { privateKey } = generateKeyPairSync('ed25519')
  await box.set(NAME, textOf(privateKey))
  return privateKey
}

function textOf(key: KeyObject): string {
  return key.export({ format: 'der', type: 'pkcs8' }).toString('base64')
}

function parseKey(pkcs8: string): KeyObject | null {
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** The device behind an exported key. Throws when it is none. */
export function deviceFrom(exported: string): Device {
  const key = parseKey(exported)
  if (key === null) throw new Error('This is not a device key')
  return deviceOf(key)
}

function deviceOf(privateKey: KeyObject): Device {
  // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the raw key (RFC 8410).
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return {
    id: deviceIdOf(raw),
    publicKey: raw.toString('base64url'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url'),
  }
}
