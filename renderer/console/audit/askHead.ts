import type { AuditHeadAnswer } from '../../../shared/audit/auditListSchemas'
import type { AuditDesk } from './AuditDesk'
import { learnHead, witnessOf } from './seenHead'
import { isHeadSigned } from './signatures'

/** The server's signed head now, held against what this console has seen, and remembered as seen (U3): the one way to ask for it. */
export async function askHead({
  client,
  seen,
  witness,
}: Pick<AuditDesk, 'client' | 'seen' | 'witness'>): Promise<AuditHeadAnswer> {
  const asked = witnessOf(seen.get(), witness)
  const answer = await client.audit.head.query({ witnessCount: asked.count })
  const signed = await isHeadSigned(answer.head, answer.publicKey)
  seen.set(learnHead(seen.get(), { witness: asked, answer, signed }))
  return answer
}
