import type { AttemptReason, ContactCheck, Diagnosis, Remedy, SignInWay } from '../../../shared/waysIn/waysInSchemas'
import { plural } from '../../ui/language'
import type { Tone } from '../../ui/tokens'

export const WAY_WORDS: Readonly<Record<SignInWay, string>> = {
  password: 'Password',
  email_link: 'Email link',
  sms_code: 'SMS code',
  second_factor: 'Second factor',
  reset: 'Password reset',
  invite: 'Invite',
}

/** The true reason of one try, as staff may know it; the participant read one neutral sentence (P4). */
export const REASON_WORDS: Readonly<Record<AttemptReason, { readonly tone: Tone; readonly label: string }>> = {
  signed_in: { tone: 'success', label: 'Signed in' },
  link_sent: { tone: 'info', label: 'Link sent' },
  code_sent: { tone: 'info', label: 'Code sent' },
  reset_sent: { tone: 'info', label: 'Reset link sent' },
  reset_done: { tone: 'success', label: 'New password chosen' },
  second_factor_asked: { tone: 'progress', label: 'Asked for the second factor' },
  unknown_contact: { tone: 'danger', label: 'Contact not on file' },
  password_wrong: { tone: 'warn', label: 'Wrong password' },
  code_wrong: { tone: 'warn', label: 'Wrong code' },
  code_expired: { tone: 'warn', label: 'Code expired' },
  link_expired: { tone: 'warn', label: 'Link expired' },
  link_used: { tone: 'warn', label: 'Link was used before' },
  second_factor_wrong: { tone: 'warn', label: 'Wrong second factor code' },
  challenge_over: { tone: 'warn', label: 'Second step took too long' },
  locked: { tone: 'danger', label: 'Locked at that time' },
  codes_paused: { tone: 'danger', label: 'Codes paused after too many wrong ones' },
  disabled: { tone: 'danger', label: 'Access was revoked' },
  portal_off: { tone: 'danger', label: 'Portal was switched off' },
  way_off: { tone: 'warn', label: 'This way in was switched off' },
  too_many_sends: { tone: 'warn', label: 'Too many messages asked for' },
  send_failed: { tone: 'danger', label: 'Message could not be delivered' },
}

/** What most likely stands in the way now, in a sentence for the phone. */
export const VERDICT_WORDS: Readonly<Record<Diagnosis['verdict'], string>> = {
  nothing:
    'Nothing stands in the way on our side. Check with them which address or number they type, and whether the message is in the spam folder.',
  no_account: 'There is no portal account yet. They need an invite first.',
  registering: 'The account exists, but not all consents are given. They can sign in and go on where they stopped.',
  signed_in: 'Their last sign-in worked.',
  link_sent:
    'A sign-in link was sent and not used yet. It works once and only for a short time; the newest one counts.',
  code_sent:
    'A code was sent and not used yet. Only the newest code counts. Some landlines cannot receive text messages.',
  reset_sent: 'A link to choose a new password was sent and not used yet. Ask them to look in the spam folder.',
  reset_done: 'They have just chosen a new password. They can sign in with it now.',
  second_factor_asked: 'The first step worked; the code of the authenticator app was not typed yet.',
  unknown_contact:
    'The address or number they type is not on file. Compare it with the file, and correct the file if they have a new one.',
  password_wrong: 'The password was wrong. A reset link lets them choose a new one.',
  code_wrong: 'The code was wrong. Only the newest code counts; they can press “Resend code”.',
  code_expired: 'The code was too old. They can press “Resend code”.',
  link_expired: 'The link was too old. They go back and ask for a new one.',
  link_used: 'The link was used before. Each works once; they ask for a new one.',
  second_factor_wrong:
    'The code of the authenticator app was wrong. If the phone was changed or lost, the second factor must be reset.',
  challenge_over: 'The second step took longer than five minutes. They start again.',
  locked: 'The account is locked after wrong passwords. It opens by itself after 15 minutes.',
  codes_paused: 'Too many wrong codes of the authenticator app were typed. A reset of the second factor ends this.',
  disabled: 'Access is revoked. They cannot sign in, even with the right password.',
  portal_off: 'The portal is switched off for the whole clinic.',
  way_off: 'The way they tried is switched off in the settings. The sign-in page shows those that are on.',
  too_many_sends: 'They asked for too many messages. After an hour they can ask again.',
  send_failed: 'The message could not be delivered. Check the address or number in the file.',
}

export const REMEDY_LABELS: Readonly<Partial<Record<Remedy, string>>> = {
  send_reset: 'Send password reset',
  unlock: 'Unlock',
  enable: 'Re-enable',
  reset_mfa: 'Reset MFA',
  fix_contact: 'Look at the contacts',
  new_invite: 'Go to the invites',
}

export const CONTACT_WORDS: Readonly<
  Record<ContactCheck['verdict'], { readonly tone: Tone; readonly label: string; readonly words: string }>
> = {
  on_file: { tone: 'success', label: 'On file', words: 'It stands in the record, so links and codes reach it.' },
  verified_by_participant: {
    tone: 'success',
    label: 'Confirmed by them',
    words: 'They have confirmed it in the portal, so links and codes reach it.',
  },
  not_verified: {
    tone: 'warn',
    label: 'Not confirmed',
    words:
      'It is the address of the account, but nobody has confirmed it and it is not in the file. Add it to the file, or ask them to confirm it after signing in.',
  },
  not_on_file: {
    tone: 'danger',
    label: 'Not on file',
    words: 'Whoever types it gets no message. Add it to the file once you know that it is theirs.',
  },
  not_a_contact: { tone: 'neutral', label: 'Not an email or number', words: 'Check how it is written.' },
}

export function triesWords(tries: number): string {
  return plural('en', tries, {
    one: 'It was tried # time in the last 24 hours.',
    other: 'It was tried # times in the last 24 hours.',
  })
}
