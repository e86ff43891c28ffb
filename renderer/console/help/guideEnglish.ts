import { plural } from '../../ui/language'
import { type GuideContent, type GuideFacts, type GuideSection, linesOf } from './guideFacts'

export function guideEnglish(facts: GuideFacts): GuideContent {
  return {
    title: 'Your guide to our portal',
    lead: `In the portal of ${facts.clinic} you see your own details as we have them${facts.messages ? ', and you can write to us' : ''}. It works on every phone and computer with a browser. Nothing has to be installed.`,
    address: 'Address of the portal',
    scan: 'Scan with your phone',
    call: 'Questions? Call us',
    sections: [accept(facts), signIn(facts), security(facts), lostPhone(facts), privacy(), realMail(facts)],
  }
}

function accept(facts: GuideFacts): GuideSection {
  const span =
    facts.inviteHours > 48
      ? plural('en', facts.inviteHours / 24, { one: '# day', other: '# days' })
      : plural('en', facts.inviteHours, { one: '# hour', other: '# hours' })
  return {
    heading: 'Accept your invitation',
    numbered: true,
    lines: linesOf(
      'Open the link in our message, scan the code on our letter, or type the address and the code of the letter. At the clinic you can do it on one of our computers.',
      facts.codeRequired
        ? 'Type the code that we tell you in person or by phone. It is never in the message or letter.'
        : 'If we told you a code in person or by phone, type it. It is never in the message or letter.',
      `Choose an email, a name and a password of at least ${facts.minPassword} characters. Several words are easy to remember.`,
      facts.mfaRequired && 'Set up an authenticator app on your phone, as the page shows.',
      'Read three short texts and agree to them. Then you are in.',
      `The invitation works once, for ${span}. If it does not work any more, ask us for another.`,
    ),
  }
}

function signIn({ methods, linkMinutes, portal, mfaRequired }: GuideFacts): GuideSection {
  return {
    heading: 'Sign in',
    numbered: false,
    lines: linesOf(
      `Go to ${portal}.`,
      methods.emailLink &&
        `By email: type your email address and ask for a link. Open it within ${linkMinutes} minutes, best in the same browser.`,
      methods.smsCode &&
        'By text message: type your mobile number and ask for a code. Type its six digits within 10 minutes.',
      methods.password &&
        'By password: type your email and password. If you forgot it, you can ask for a new one there.',
      (methods.emailLink || methods.smsCode) &&
        'Links and codes go only to an email or number that we have in your record, or that you confirmed yourself.',
      mfaRequired
        ? 'Then type the six digits of your authenticator app.'
        : 'If you use an authenticator app, type its six digits then.',
      'Only the newest link or code works. Look in the spam folder too.',
    ),
  }
}

function security({ mfaRequired }: GuideFacts): GuideSection {
  return {
    heading: 'Keep it safe',
    numbered: false,
    lines: linesOf(
      mfaRequired
        ? 'An authenticator app, such as Google Authenticator or Authy, is part of every sign-in here.'
        : 'On the Security page you can add an authenticator app, such as Google Authenticator or Authy. A stolen password is then not enough.',
      'Print or save the ten recovery codes that you get with it. Each works once in place of the app.',
      'On the same page you see where you are signed in, can sign out other devices, and can set a lock for this device.',
    ),
  }
}

function lostPhone({ contact }: GuideFacts): GuideSection {
  return {
    heading: 'Lost or new phone',
    numbered: false,
    lines: [
      'Use one of your recovery codes, and then set up the app again on the Security page.',
      `No recovery code? Call us${contact ? `: ${contact}` : ''}. We make sure that it is you and reset the app for you.`,
    ],
  }
}

function privacy(): GuideSection {
  return {
    heading: 'When others are near',
    numbered: false,
    lines: [
      '“Leave quickly”, on every page, or pressing Escape three times, signs you out and opens Wikipedia. Earlier entries in the browser’s history stay.',
      'On a device that others use too, tick “Others use this device” when you sign in. You are then signed out after 30 minutes without use.',
      'Tell us which email and phone are safe for you.',
    ],
  }
}

function realMail({ sender, portal }: GuideFacts): GuideSection {
  return {
    heading: 'Is a message from us?',
    numbered: false,
    lines: [
      `Our mails come from ${sender}, and their links lead to ${portal}.`,
      'Nobody from the clinic ever asks you for a code or a password. If you are not sure, open nothing and call us.',
    ],
  }
}
