import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CodedError } from '../../shared/errors/errorCodes'
import type { SendingWays, TestMessageAnswer } from '../../shared/settings/settingsSchemas'
import { isMailAddress } from '../platform/mail/addresses'
import {
  type Channel,
  InDoubtFailure,
  type Message,
  PermanentFailure,
  type Sender,
  TemporaryFailure,
} from '../platform/mail/message'
import { writeOutboxFile } from '../platform/mail/outboxFile'
import { normalisePhone } from '../platform/phone'
import type { WriteCaller } from '../sync/writeCaller'
import type { SettingsDeps } from './settingsService'

const ANSWER_WITHIN_MS = 15_000
const NO_ANSWER = 'no_answer'

export function sendingWays({ delivery, outboxDir }: SettingsDeps): SendingWays {
  return { smtp: delivery.email !== null, sms: delivery.sms !== null, outbox: outboxDir !== null }
}

/**
 * Sends a test message at once, past the outbox, so that the administrator sees what the other side says: nothing is repeated. Answers within 15 s.
 * `reason`: `not_set_up`, `no_answer`, or the short code that the failed hand-over gave. `INVALID_INPUT` for `to`.
 */
export async function sendTest(
  deps: SettingsDeps,
  caller: WriteCaller,
  channel: Channel,
  to: string,
  answerWithinMs = ANSWER_WITHIN_MS,
): Promise<TestMessageAnswer> {
  const { delivery, outboxDir } = deps
  const sender = delivery[channel]
  const message = await compose(deps, caller, channel, await addressFor(deps, channel, to))
  if (sender === null && outboxDir === null) return { ok: false, reason: 'not_set_up' }
  const id = randomUUID()
  if (outboxDir !== null) await writeOutboxFile(outboxDir, id, caller.now, message)
  if (sender === null) return { ok: true }
  return await handOver(sender, id, message, answerWithinMs)
}

async function addressFor({ clinic }: SettingsDeps, channel: Channel, to: string): Promise<string> {
  const { settings } = await clinic.read()
  const address = channel === 'sms' ? normalisePhone(to, settings.phoneCountry) : isMailAddress(to) ? to : null
  if (address !== null) return address
  const message = channel === 'sms' ? 'must be a phone number' : 'must look like name@example.org'
  throw new CodedError('INVALID_INPUT', { fields: [{ path: 'to', message }] })
}

async function compose({ notices }: SettingsDeps, { now }: WriteCaller, channel: Channel, to: string) {
  const mailing = { name: 'test', to, language: 'en', now } as const
  return channel === 'sms' ? await notices.composeSms(mailing) : await notices.compose(mailing)
}

async function handOver(sender: Sender, id: string, message: Message, withinMs: number): Promise<TestMessageAnswer> {
  const waiting = new AbortController()
  const late = sleep(withinMs, { ok: false, reason: NO_ANSWER } as const, { signal: waiting.signal })
  const answer = sender
    .deliver(id, message)
    .then((): TestMessageAnswer => ({ ok: true }))
    .catch((error: unknown): TestMessageAnswer => ({ ok: false, reason: reasonOf(error) }))
  try {
    return await Promise.race([answer, late])
  } finally {
    waiting.abort()
    late.catch(() => undefined)
  }
}

/** The three failures carry short codes without an address; any other text might quote one. */
function reasonOf(error: unknown): string {
  const known = [TemporaryFailure, PermanentFailure, InDoubtFailure].some((kind) => error instanceof kind)
  return known && error instanceof Error ? error.message : 'failed'
}
