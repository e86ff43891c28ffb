import { createHash, createPublicKey, verify } from 'node:crypto'
import { deviceIdFromHash, deviceProofText } from '../../shared/devices/deviceProof'

const KEY_TEXT = /^[A-Za-z0-9_-]{43}$/
const SIGNATURE_TEXT = /^[A-Za-z0-9_-]{86}$/

export interface SignedRequest {
  /** Header values as received. */
  readonly deviceKey: string | undefined
  readonly proof: string | undefined
  readonly sessionToken: string | null
  readonly method: string
  readonly path: string
  /** base64url(sha256(raw body)). */
  readonly bodySha256: string
}

export interface DeviceKey {
  readonly id: string
  readonly publicKey: Buffer
}

export function deviceIdOf(publicKey: Buffer): string {
  return deviceIdFromHash(sha256Text(publicKey))
}

/** The device that signed this very request, or null when anything is missing, malformed or signed for another request (D3). */
export function proveDevice(request: SignedRequest): DeviceKey | null {
  const publicKey = readBytes(request.deviceKey, KEY_TEXT)
  const signature = readBytes(request.proof, SIGNATURE_TEXT)
  if (publicKey === null || signature === null) return null
  const sessionSha256 = sha256Text(request.sessionToken ?? '')
  const text = deviceProofText({ ...request, sessionSha256 })
  return isSignature(publicKey, text, signature) ? { id: deviceIdOf(publicKey), publicKey } : null
}

/** Whether `signature` (base64url) over `text` was made with the key that belongs to `publicKey` (raw). */
export function isSignatureOf(publicKey: Buffer, text: string, signature: string): boolean {
  const bytes = readBytes(signature, SIGNATURE_TEXT)
  return bytes !== null && isSignature(publicKey, text, bytes)
}

/** base64url(sha256(bytes)), the form that proofs use. */
export function sha256Text(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

/** Refuses a second spelling of the same bytes: the header must be exactly what re-encoding gives. */
function readBytes(text: string | undefined, shape: RegExp): Buffer | null {
  if (text === undefined || !shape.test(text)) return null
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

function isSignature(publicKey: Buffer, text: string, signature: Buffer): boolean {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }
    return verify(null, Buffer.from(text), createPublicKey({ key: jwk, format: 'jwk' }), signature)
  } catch {
    // Not a point on the curve: as wrong as any other signature.
    return false
  }
}
