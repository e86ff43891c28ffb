import { plural } from '../../../ui/language'

export const problems = {
  waitSeconds: ({ count }: { count: number }) =>
    plural('en', count, { one: 'Please wait # second.', other: 'Please wait # seconds.' }),
  waitMinutes: ({ count }: { count: number }) =>
    plural('en', count, { one: 'Please wait # minute.', other: 'Please wait # minutes.' }),
  codes: {
    INVALID_INPUT: 'Something here is not filled in correctly. Please check it.',
    NOT_SIGNED_IN: 'Please sign in again.',
    SIGN_IN_FAILED:
      'This email and password do not match, or signing in is paused for a while. Check both, or try again in 15 minutes.',
    CODE_WRONG: 'That code is not right. Please check it.',
    LINK_NOT_WORKING: 'This link does not work right now. A new one may need a moment.',
    CONSENT_REQUIRED: 'Please read and agree to the open texts first.',
    CONSENT_CHANGED: 'This text has changed since you opened it. Please read it again.',
    PASSWORD_REFUSED: 'This password is too easy to guess. Please choose another.',
    ACCEPT_REFUSED: 'An account could not be made with these details. Please choose another email, or call the clinic.',
    TOO_MANY_REQUESTS: 'That was tried too often.',
    UNAVAILABLE: 'The portal is busy or restarting. Please try again in a moment.',
    UNREACHABLE: 'The portal cannot be reached. Please check your connection and try again.',
    INTERNAL: 'Something went wrong on our side, and nothing was changed. Please try again, or call the clinic.',
  },
}
