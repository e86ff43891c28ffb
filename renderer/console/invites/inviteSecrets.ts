import { normaliseShortCode, shortCodeFromBytes, toBase64Url } from '../../../shared/invites/inviteLinks'

/** What the person may see once, and the hashes that the server gets (I2). Kept in React state only: never in replica, address, storage or log. */
export interface InviteSecrets {
  readonly token: string
  /** Grouped for reading: "ABCD-EFGH-JKMN-PQRS". */
  readonly shortCode: string
  readonly tokenHash: string
  readonly shortHash: string
}

export interface SecretSources {
  readonly randomBytes: (size: number) => Uint8Array
  readonly sha256: (text: string) => Promise<Uint8Array>
}

const TOKEN_BYTES = 32
const SHORT_CODE_BYTES = 10

/** The system's generator and WebCrypto. */
export const browserSources: SecretSources = {
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
  sha256: async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
}

export function randomUint32(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}

/** I2: 256 bits for the link, 80 for the typed code; both are hashed here, so the raw values never leave this console by sync. */
export async function newInviteSecrets({ randomBytes, sha256 }: SecretSources): Promise<InviteSecrets> {
  const token = toBase64Url(randomBytes(TOKEN_BYTES))
  const shortCode = shortCodeFromBytes(randomBytes(SHORT_CODE_BYTES))
  return {
    token,
    shortCode,
    tokenHash: toBase64Url(await sha256(token)),
    shortHash: toBase64Url(await sha256(normaliseShortCode(shortCode) ?? '')),
  }
}
