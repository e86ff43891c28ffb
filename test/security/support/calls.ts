import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { normaliseShortCode, shortCodeFromBytes } from '../../../shared/invites/inviteLinks'
import { type RawAnswer, rawRequest } from '../../support/httpApp'
import { type Desk, PASSWORD, proofHeaders } from './people'
import { PORTAL_ORIGIN } from './servers'

export type Kind = 'query' | 'mutation' | 'subscription'

/** One staff call, signed as a console signs it. `session` null: signed, but nobody is signed in. */
export async function staffCall(
  port: number,
  desk: Desk,
  procedure: string,
  kind: Kind,
  input?: unknown,
  session: string | null = desk.session,
): Promise<RawAnswer> {
  return await staffRaw(port, desk, procedure, kind, input === undefined ? '' : JSON.stringify(input), session)
}

export async function staffRaw(
  port: number,
  desk: Desk,
  procedure: string,
  kind: Kind,
  text: string,
  session: string | null = desk.session,
): Promise<RawAnswer> {
  const { method, path, body } = requestOf('/api/staff', procedure, kind, text)
  const headers = proofHeaders(desk, method, path, body, session)
  return await rawRequest(port, path, { method, body, headers: { ...headers, ...JSON_TYPE } })
}

const JSON_TYPE = { 'content-type': 'application/json' }

export async function portalCall(
  port: number,
  procedure: string,
  kind: Kind,
  input?: unknown,
  cookie = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  return await portalRaw(port, procedure, kind, input === undefined ? '' : JSON.stringify(input), cookie, headers)
}

export async function portalRaw(
  port: number,
  procedure: string,
  kind: Kind,
  text: string,
  cookie = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const { method, path, body } = requestOf('/api/portal', procedure, kind, text)
  const own = { origin: PORTAL_ORIGIN, ...JSON_TYPE, cookie }
  return await rawRequest(port, path, { method, body, headers: { ...own, ...headers } })
}

function requestOf(base: string, procedure: string, kind: Kind, text: string) {
  if (kind === 'mutation') return { method: 'POST', path: `${base}/${procedure}`, body: text }
  const query = text === '' ? '' : `?input=${encodeURIComponent(text)}`
  return { method: 'GET', path: `${base}/${procedure}${query}`, body: '' }
}

/** The stable code of a refusal, `ok` for a 2xx; anything that is neither is shown as it came. */
export function codeOf(answer: RawAnswer): string {
  if (answer.status >= 200 && answer.status < 300) return 'ok'
  return String(wireOf(answer).code ?? answer.body)
}

export function wireOf(answer: RawAnswer): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(answer.body || '{}')
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed
  const { error } = first as { readonly error?: { readonly data?: Record<string, unknown> } }
  return error?.data ?? (first as Record<string, unknown>)
}

/** `name=value` of a cookie that the answer sets, ready to be sent back; '' when it sets none. */
export function cookieFrom(answer: RawAnswer, name: string): string {
  const set = [answer.headers['set-cookie'] ?? []].flat().find((cookie) => cookie.startsWith(`${name}=`))
  return set?.split(';')[0] ?? ''
}

export interface Link {
  readonly inviteId: string
  readonly token: string
  readonly shortCode: string
}

/** Creates an invite the way a console does: through `sync.push`. */
export async function pushInvite(port: number, desk: Desk, participantId: string, verbalCode: string | null = null) {
  const token = randomBytes(32).toString('base64url')
  const shortCode = normaliseShortCode(shortCodeFromBytes(randomBytes(10))) ?? ''
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
  const ids = { writeId: randomUUID(), inviteId: randomUUID() }
  const hashes = { tokenHash: hash(token), shortHash: hash(shortCode) }
  const item = { ...ids, kind: 'invite.create', participantId, ...hashes, verbalCode }
  const answer = await staffCall(port, desk, 'sync.push', 'mutation', { items: [item] })
  if (!answer.body.includes('"applied"')) throw new Error(`the invite was refused: ${answer.body}`)
  return { inviteId: ids.inviteId, token, shortCode } satisfies Link
}

export const INVITE_COOKIE = '__Host-vestibule-invite'
export const SESSION_COOKIE = '__Host-vestibule'

export async function openLink(port: number, token: string): Promise<string> {
  return cookieFrom(await portalCall(port, 'invite.open', 'mutation', { token }), INVITE_COOKIE)
}

export const registration = (email: string) => ({ email, displayName: 'Robin M', password: PASSWORD, language: 'en' })

/** From a fresh link to a session cookie; `consents` false stops before the texts. */
export async function join(port: number, desk: Desk, participantId: string, email: string, consents = true) {
  const { token } = await pushInvite(port, desk, participantId)
  const accepted = await portalCall(port, 'invite.accept', 'mutation', registration(email), await openLink(port, token))
  const cookie = cookieFrom(accepted, SESSION_COOKIE)
  if (cookie === '') throw new Error(`could not join: ${accepted.body}`)
  if (consents) await agreeToAll(port, cookie)
  return cookie
}

export async function agreeToAll(port: number, cookie: string): Promise<void> {
  for (let text = true; text; ) text = await agreeToNext(port, cookie)
}

async function agreeToNext(port: number, cookie: string): Promise<boolean> {
  const current = await portalCall(port, 'consent.current', 'query', undefined, cookie)
  const { text } = JSON.parse(current.body).result.data as { text: Record<string, unknown> | null }
  if (text === null) return false
  const { documentId, version, language, hash } = text
  await portalCall(port, 'consent.agree', 'mutation', { documentId, version, language, hash }, cookie)
  return true
}
