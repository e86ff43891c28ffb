import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { totpCode, totpStep } from '../../../server/platform/secrets/totp'
import { pdf } from '../../files/contents'
import { uploaded } from '../../files/fileSite'
import { fromBase32 } from '../../staff/staffWorld'
import type { RawAnswer } from '../../support/httpApp'
import { contacts } from '../../waysIn/waysInWorld'
import { codeOf, cookieFrom, join, type Kind, portalCall, SESSION_COOKIE, staffCall } from './calls'
import { addParticipant, type Desks, PASSWORD } from './people'
import type { Site } from './servers'

export const CHALLENGE_COOKIE = '__Host-vestibule-step'
export const ASK_COOKIE = '__Host-vestibule-ask'

/** Somebody with one of everything that a portal account can have. */
export interface Rich {
  readonly participantId: string
  readonly email: string
  readonly phone: string
  /** A signed-in browser with full rights, and a second one. */
  cookie: string
  readonly otherCookie: string
  readonly factorId: string
  readonly messageId: string
  readonly correctionId: string
  readonly secret: Buffer
  readonly recoveryCodes: readonly string[]
  /** What must be shown to nobody: the password, secrets, codes and tokens of this person, as text. */
  readonly hidden: readonly string[]
  /** What only this person may see: their words, names and contacts. */
  readonly own: readonly string[]
}

export async function allowEveryWay({ database }: Pick<Site, 'database'>, more: object = {}): Promise<void> {
  const settings = JSON.stringify({ methods: { password: true, emailLink: true, smsCode: true }, ...more })
  // Servers keep the clinic in memory for as long as its rev stays.
  const next = sql<number>`rev + 1000`
  await database.db.updateTable('clinic').set({ settings, rev: next }).execute()
}

/** One call of a signed-in person; keeps a renewed session cookie. */
export async function callAs(site: Site, person: { cookie: string }, path: string, kind: Kind, input?: unknown) {
  const answer = await portalCall(site.port, path, kind, input, person.cookie)
  person.cookie = cookieFrom(answer, SESSION_COOKIE) || person.cookie
  return answer
}

export function dataOf<T>(answer: RawAnswer): T {
  if (codeOf(answer) !== 'ok') throw new Error(`refused: ${answer.body}`)
  return JSON.parse(answer.body).result.data as T
}

/**
 * Joins, sets up a factor, signs in once more with a recovery code, writes and is written to, has a new phone wait for its code. `word` marks
 * everything about this person. Every way in must be allowed.
 */
export async function addRich(site: Site, desks: Desks, word: string, digits: string): Promise<Rich> {
  const { port, database } = site
  const email = `${word}@example.org`
  const phone = `604 555 ${digits}`
  const names = { givenName: `${word}given`, familyName: `${word}family`, preferredName: `${word}called` }
  const record = { ...names, address: `${word} lane 1`, ...contacts({ emails: [email], phones: [phone] }) }
  const participantId = await addParticipant(database, desks, record)
  const person = { cookie: await join(port, desks.admin, participantId, email) }
  const joined = person.cookie
  const mutate = async <T>(path: string, input?: unknown) =>
    dataOf<T>(await callAs(site, person, path, 'mutation', input))
  const begun = await mutate<{ factorId: string; secret: string }>('security.beginFactor', { name: `${word}phone` })
  const secret = fromBase32(begun.secret)
  const code = totpCode(secret, totpStep(new Date()))
  const { factorId } = begun
  const { recoveryCodes } = await mutate<{ recoveryCodes: string[] }>('security.confirmFactor', { factorId, code })
  const challenge = cookieFrom(
    await portalCall(port, 'auth.signIn', 'mutation', { email, password: PASSWORD }),
    CHALLENGE_COOKIE,
  )
  const second = await portalCall(port, 'auth.verifySecond', 'mutation', { code: recoveryCodes[0] }, challenge)
  const otherCookie = cookieFrom(second, SESSION_COOKIE)
  const { id: messageId } = await mutate<{ id: string }>('messages.send', { id: randomUUID(), body: `${word} asks` })
  const correctionId = randomUUID()
  await mutate('corrections.submit', {
    id: correctionId,
    ...{ changes: [], messageId: null, persons: [], fileIds: [] },
    description: `${word} mends`,
  })
  await uploaded(port, person.cookie, pdf(), `${word} letter.pdf`)
  await replyOfStaff(site, desks, participantId, `${word} hears`)
  await mutate('security.changePhone', { phone: `604 555 ${String(Number(digits) + 50).padStart(4, '0')}` })
  const raw = [joined, person.cookie, otherCookie, challenge].map((cookie) => cookie.split('=')[1] ?? '')
  return {
    ...{ participantId, email, phone, otherCookie, factorId, messageId, correctionId, secret, recoveryCodes },
    cookie: person.cookie,
    hidden: [PASSWORD, begun.secret, ...recoveryCodes, ...raw],
    own: [word],
  }
}

async function replyOfStaff(site: Site, desks: Desks, participantId: string, body: string): Promise<void> {
  const item = { writeId: randomUUID(), kind: 'message.send', participantId, messageId: randomUUID(), body }
  const answer = await staffCall(site.port, desks.staff, 'sync.push', 'mutation', { items: [item] })
  if (!answer.body.includes('"applied"')) throw new Error(`the message was refused: ${answer.body}`)
}

/** What an answer shows beside the request's id and the hour; new cookies only by their form. */
export function seenOf({ status, headers, body }: RawAnswer): string {
  const { 'x-request-id': id, date: _date, 'set-cookie': cookies, ...rest } = headers
  const names = [cookies ?? []].flat().map((cookie) => cookie.replace(/=[A-Za-z0-9_-]{43};/, '=token;'))
  return JSON.stringify([status, rest, names, body.replaceAll(String(id), '-')])
}
