import { z } from 'zod'
import { MESSAGE_LENGTH } from './messageLimits'

/** A message between the participant and the clinic: plain text, kept for good (S0.21, S0.27). */
export const messageBodySchema = z
  .string()
  .max(MESSAGE_LENGTH * 4)
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => text.length > 0, 'must not be empty')
  .refine((text) => [...text].length <= MESSAGE_LENGTH, `at most ${MESSAGE_LENGTH} characters`)
  .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'must be plain text')

/** As replicas hold it; `readAt` is when the other side first read it. */
export interface MessageDoc {
  readonly id: string
  readonly rev: number
  readonly participantId: string
  readonly author: 'staff' | 'participant'
  readonly authorName: string
  readonly body: string
  readonly sentAt: string
  readonly readAt: string | null
  readonly readByName: string | null
}

/** As the participant sees it. */
export interface PortalMessage {
  readonly id: string
  readonly mine: boolean
  readonly authorName: string
  readonly body: string
  readonly sentAt: string
  readonly readAt: string | null
}
export const sendMessageSchema = z.strictObject({ id: z.uuid(), body: messageBodySchema })
