import type { InviteDoc, InviteShare, InviteState, LinkWay, ShareWay } from '../../../shared/invites/inviteSchemas'
import type { VerbalCodeProblem } from '../../../shared/invites/verbalCodeRules'
import { plural } from '../../ui/language'
import type { Tone } from '../../ui/tokens'

/** S0.16: a state as staff read it. */
export const INVITE_WORDS: Readonly<Record<InviteState, { readonly tone: Tone; readonly label: string }>> = {
  draft_offline: { tone: 'progress', label: 'Waiting for the server' },
  pending: { tone: 'info', label: 'Pending' },
  opened: { tone: 'progress', label: 'Opened' },
  accepted: { tone: 'success', label: 'Accepted' },
  expired: { tone: 'warn', label: 'Expired' },
  revoked: { tone: 'neutral', label: 'Revoked' },
  superseded: { tone: 'neutral', label: 'Replaced by a newer one' },
  locked: { tone: 'danger', label: 'Locked, too many wrong codes' },
  send_failed: { tone: 'danger', label: 'Email could not be delivered' },
}

export const CODE_PROBLEMS: Readonly<Record<VerbalCodeProblem, string>> = {
  too_short: 'Use at least 6 characters.',
  too_long: 'Use at most 32 characters.',
  common: 'This code is too easy to guess. Choose another.',
  birth_date: 'This is the birth date in some form. Choose another code.',
}

export const CHANNEL_TIP =
  'Give the code and the link over different channels: the code in person or by phone, the link by email.'

export const SHARE_WORDS: Readonly<Record<LinkWay, string>> = {
  in_person: 'In person',
  phone: 'By phone',
  text: 'By text message',
  email: 'By email',
  letter: 'By letter',
  here: 'On the clinic’s computer',
}

const listed = (ways: readonly LinkWay[]) =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(ways.map((way) => SHARE_WORDS[way].toLowerCase()))

/** Why the same way for both is no check at all (S0.13). */
export function togetherWords(ways: readonly ShareWay[]): string {
  return `Link and code go the same way, ${listed(ways)}: whoever can read the one has the other too.`
}

/** "Link by letter, code by phone"; null when nobody has noted anything. */
export function sharedWords({ link, code }: InviteShare): string | null {
  const said = [
    ...(link.length > 0 ? [`link ${listed(link)}`] : []),
    ...(code.length > 0 ? [`code ${listed(code)}`] : []),
  ]
  const words = said.join(', ')
  return words === '' ? null : `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** 24 -> "24 hours", 168 -> "7 days". */
export function lifeWords(hours: number): string {
  if (hours % 24 === 0 && hours > 48) return plural('en', hours / 24, { one: '# day', other: '# days' })
  return plural('en', hours, { one: '# hour', other: '# hours' })
}

/** Seconds as "4:05". */
export function clockWords(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Whole seconds until `minutes` after `since` have passed; 0 when they have. Never more than the whole pause. */
export function pauseLeft(since: string | null, minutes: number, now: Date): number {
  if (since === null) return 0
  const left = Math.ceil((Date.parse(since) + minutes * 60_000 - now.getTime()) / 1000)
  return Math.min(Math.max(left, 0), minutes * 60)
}

/** An invite that ended by itself or still lives can be sent again; one that somebody ended, or replaced, cannot (S4.16, S4.22). */
export function canResend(state: InviteState, doc: Pick<InviteDoc, 'supersededAt'>): boolean {
  return ['pending', 'opened', 'expired', 'locked', 'send_failed'].includes(state) && doc.supersededAt === null
}
