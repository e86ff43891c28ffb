import type { Language } from '../../shared/clinic/clinicSchemas'
import type { ClinicService } from '../clinic/clinicService'
import type { Tx } from '../platform/database/transaction'
import type { Message, MessageRef, Opening } from '../platform/mail/message'
import type { Enqueue } from '../platform/mail/outbox'
import { filled, mailText, type Places } from './mailText'
import type { NoticeName, NoticeTexts, SmsName } from './noticeTexts'

export interface NoticeDeps {
  readonly clinic: ClinicService
  readonly enqueue: Enqueue
  readonly texts: NoticeTexts
}

interface Sending {
  readonly to: string
  readonly language: Language
  readonly now: Date
  /** Fill the places of the text beside `clinicName`, `clinicPhone` and `sender`, which are always there. */
  readonly places?: Places
  /** A second message with the same key is dropped. */
  readonly dedupeKey?: string
  /** What it is about, for the hooks that note success or failure. */
  readonly ref?: MessageRef
  /** Of everything that carries a link or code by which somebody gets in: it does not leave once that has ended. */
  readonly opens?: Opening
}
export interface Mailing extends Sending {
  readonly name: NoticeName
  /** Built from PUBLIC_URL only (L3). */
  readonly link?: string
  readonly code?: string
}
export interface Texting extends Sending {
  readonly name: SmsName
  readonly code?: string
}

export interface Notices {
  /** Puts a mail into the outbox, in the transaction of the event it tells about. Null: dropped as a repeat. */
  mail(tx: Tx, mailing: Mailing): Promise<string | null>
  sms(tx: Tx, texting: Texting): Promise<string | null>
  /** The message itself, for those that are sent at once (test buttons in Settings). */
  compose(mailing: Mailing): Promise<Message>
  composeSms(texting: Texting): Promise<Message>
}

/** Everything the server tells people by itself, in their language. No name of the participant and nothing about health stands in it. */
export function createNotices(deps: NoticeDeps): Notices {
  // Inside a transaction with its own connection: asking the pool for a second one while holding locks can starve the whole pool.
  const places = async (tx?: Tx) => {
    const { doc } = await deps.clinic.read(tx)
    const clinicName = doc.settings.branding.displayName || doc.name
    const from = { name: doc.senderName || clinicName, address: doc.mailSender }
    return { from, clinicName, clinicPhone: doc.phone, sender: doc.mailSender }
  }
  const compose = async ({ name, to, language, link, code, places: own }: Mailing, tx?: Tx): Promise<Message> => {
    const { from, ...standing } = await places(tx)
    const { subject, body } = deps.texts[language].email[name]
    const filling = {
      ...standing,
      ...own,
      ...(link === undefined ? {} : { link }),
      ...(code === undefined ? {} : { code }),
    }
    const written = mailText(subject, body, language, filling)
    const sender = from.address === '' ? {} : { from }
    return {
      channel: 'email',
      to,
      ...written,
      ...sender,
      links: link === undefined ? [] : [link],
      ...(code === undefined ? {} : { code }),
    }
  }
  const composeSms = async ({ name, to, language, code, places: own }: Texting, tx?: Tx): Promise<Message> => {
    const { from: _from, ...standing } = await places(tx)
    const text = filled(deps.texts[language].sms[name], { ...standing, ...own, code: code ?? '' })
    return { channel: 'sms', to, subject: '', text, html: '', links: [], ...(code === undefined ? {} : { code }) }
  }
  const enqueue = async (tx: Tx, message: Message, { now, dedupeKey, ref, opens }: Sending) => {
    const key = dedupeKey === undefined ? {} : { dedupeKey }
    return await deps.enqueue(tx, { message, now, ...key, ...(ref ? { ref } : {}), ...(opens ? { opens } : {}) })
  }
  return {
    compose: async (mailing) => await compose(mailing),
    composeSms: async (texting) => await composeSms(texting),
    mail: async (tx, mailing) => await enqueue(tx, await compose(mailing, tx), mailing),
    sms: async (tx, texting) => await enqueue(tx, await composeSms(texting, tx), texting),
  }
}
