import { programPaths } from '../../server/app/paths'
import type { ClinicService } from '../../server/clinic/clinicService'
import { createNotices, type Notices } from '../../server/notices/noticeService'
import { readNoticeTexts } from '../../server/notices/noticeTexts'
import type { Message } from '../../server/platform/mail/message'
import type { Enqueue } from '../../server/platform/mail/outbox'

export interface SentNotices {
  readonly notices: Notices
  /** Every message in the order of enqueueing, also of transactions that were rolled back afterwards. */
  readonly sent: Message[]
}

/** The real texts, and an outbox that only remembers. Give `enqueue` to use a real one. */
export function testNotices(clinic: ClinicService, enqueue?: Enqueue): SentNotices {
  const sent: Message[] = []
  const remember: Enqueue = async (tx, enqueued) => {
    sent.push(enqueued.message)
    return enqueue ? await enqueue(tx, enqueued) : 'remembered'
  }
  const texts = readNoticeTexts(programPaths().mailDir)
  return { notices: createNotices({ clinic, enqueue: remember, texts }), sent }
}
