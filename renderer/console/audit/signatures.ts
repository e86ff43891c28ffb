import { anchorPayload, headPayload } from '../../../shared/audit/auditChain'
import type { ArchiveAnchor } from '../../../shared/audit/auditListSchemas'
import type { SignedHead } from '../../../shared/audit/auditSchemas'

/** Whether the server's key signed this head. False also for a key or signature that cannot be read. */
export async function isHeadSigned(head: SignedHead, publicKey: string): Promise<boolean> {
  return await isSigned(headPayload(head), head.signature, publicKey)
}

export async function isAnchorSigned(anchor: ArchiveAnchor, publicKey: string): Promise<boolean> {
  return await isSigned(anchorPayload(anchor), anchor.signature, publicKey)
}

async function isSigned(text: string, signature: string, publicKey: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, bytesOf(signature), new TextEncoder().encode(text))
  } catch {
    return false
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
