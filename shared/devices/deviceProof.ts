/** Header names of a console's requests (docs/decisions/0001, "Device keys"). Lower case, as node reads them. */
export const DEVICE_KEY_HEADER = 'x-vestibule-device-key'
export const DEVICE_PROOF_HEADER = 'x-vestibule-proof'
export const APP_VERSION_HEADER = 'x-vestibule-app'

/** From a page to its desktop, and no further: whose records the page has open. The desktop sends it with nobody else's session. */
export const FOR_HEADER = 'x-vestibule-for'

/** Header names of the server's answers to a console. */
export const SESSION_HEADER = 'x-vestibule-session'
export const SIGNED_IN_HEADER = 'x-vestibule-signed-in'
export const WIPE_HEADER = 'x-vestibule-wipe'
/** Beside `WIPE_HEADER`: the id of the order, when the whole console is meant and has to confirm. */
export const WIPE_ORDER_HEADER = 'x-vestibule-wipe-order'
/** On a refusal: an administrator has suspended this console; it locks and keeps what it holds. */
export const SUSPENDED_HEADER = 'x-vestibule-suspended'
/** On answers to a signed-in call: days without contact until this console locks itself (the clinic's setting). */
export const LEASE_HEADER = 'x-vestibule-lease'

/** Characters of base64url(sha256(raw public key)) that name a device: 132 bits. */
export const DEVICE_ID_LENGTH = 22

export interface ProvenRequest {
  /** Upper case, as sent. */
  readonly method: string
  /** Path with query, exactly as on the request line. */
  readonly path: string
  /** base64url(sha256(raw body)); of zero bytes when there is no body. */
  readonly bodySha256: string
  /** base64url(sha256(session token)); of the empty string before sign-in. */
  readonly sessionSha256: string
}

/** The text that a console signs and the server verifies (D3). One line break between parts: none of them can hold one. */
export function deviceProofText(request: ProvenRequest): string {
  return [request.method, request.path, request.bodySha256, request.sessionSha256].join('\n')
}

/** What a console signs with its device key once keys and pages are gone. */
export function wipedText(deviceId: string, orderId: string): string {
  return ['vestibule-wiped', deviceId, orderId].join('\n')
}

/** The device id out of base64url(sha256(raw Ed25519 public key)). */
export function deviceIdFromHash(keySha256: string): string {
  return keySha256.slice(0, DEVICE_ID_LENGTH)
}
