import { plural } from '../../../ui/language'

export const problems = {
  waitSeconds: ({ count }: { count: number }) =>
    plural('en', count, { one: 'Please wait # second.', other: 'Please wait # seconds.' }),
  waitMinutes: ({ count }: { count: number }) =>
    plural('en', count, { one: 'Please wait # minute.', other: 'Please wait # minutes.' }),
  waitHours: ({ count }: { count: number }) =>
    plural('en', count, { one: 'Please wait # hour.', other: 'Please wait # hours.' }),
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
    NOT_FOUND: 'That could not be found.',
    CHALLENGE_OVER: 'This sign-in took too long or was tried too often. Please start again.',
    MFA_REQUIRED: 'Please set up a second factor first. The clinic asks for one.',
    REAUTH_REQUIRED: 'Please type your password once more to make this change.',
    SESSION_LOCKED: 'The portal is locked on this device. Please unlock it first.',
    PORTAL_OFF: 'This portal is not open at the moment.',
    WAY_OFF: 'This way of signing in is not offered any more. Please load the page again and choose another.',
    LAST_FACTOR: 'The clinic asks for a second factor, so the last one cannot be removed. Add another one first.',
    RESEND_COOLDOWN: 'This was sent a moment ago.',
    TOO_MANY_REQUESTS: 'That was tried too often.',
    UNAVAILABLE: 'The portal is busy or restarting. Please try again in a moment.',
    UNREACHABLE: 'The portal cannot be reached. Please check your connection and try again.',
    INTERNAL: 'Something went wrong on our side, and nothing was changed. Please try again, or call the clinic.',
  },
}
