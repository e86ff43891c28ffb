import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const lockedOut: HelpArticle = {
  id: 'help.sign_in.locked',
  slug: 'locked-out',
  title: 'Locked out',
  category: 'sign_in',
  summary: 'Wrong passwords and codes pause an account for a while. What is paused, for how long, and how to end it.',
  tags: ['locked', 'unlock', 'too many tries'],
  aliases: ['unlock', 'blocked', 'too many attempts', 'account locked', 'cannot sign in', 'paused', 'wait 15 minutes'],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['sign-in-diagnostics', 'portal-sign-in', 'password-resets', 'lost-phone'],
  whenToUse: [
    'Somebody says that the portal does not take their password any more.',
    'Manage Portal shows that an account is locked.',
  ],
  sections: [
    {
      id: 'what',
      heading: 'What is paused, and for how long',
      blocks: [
        {
          kind: 'table',
          head: ['After', 'What stops', 'How it ends'],
          rows: [
            ['5 wrong passwords', 'Signing in by password', 'By itself after 15 minutes, or by **Unlock**'],
            ['5 wrong SMS codes', 'Codes for that contact, also new ones', 'By itself after a while, or by **Unlock**'],
            ['5 wrong codes of the app in one sign-in', 'This sign-in', 'Start again with the first step'],
            ['Very many wrong codes of the app', 'Its codes altogether', '**Reset MFA**, with an identity check'],
            ['5 sends in an hour', 'More links or codes to this contact', 'By itself within the hour'],
            ['Too many wrong verbal codes', 'The invite, for good', 'A new invite with a new code'],
          ],
        },
        {
          kind: 'text',
          text: 'A locked password stops nothing else. Who is signed in stays so, and an email link or SMS code still works, if your clinic offers it. The owner is told by email that somebody typed wrong passwords.',
        },
      ],
    },
    {
      id: 'unlock',
      heading: 'Unlock an account',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Make sure that you speak with the right person: wrong passwords may have been somebody else’s.',
            'Look at **Sign-ins**: from where, and how often?',
            'In **Manage Portal** press **Unlock**.',
            'If the password is forgotten, press **Reset Password** instead.',
          ],
        },
      ],
    },
    {
      id: 'page',
      heading: 'What the visitor reads',
      blocks: [
        {
          kind: 'text',
          text: 'The portal gives one calm sentence, the same for everybody, and behind **Help with signing in** a page with what can be done and your phone number. It does not say whether the account exists, is locked or is disabled. That is on purpose, and also why they call you.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Email link, SMS code, Password',
      effect: 'With more than one way in, a locked password is less of a problem.',
    },
    { setting: 'Wrong codes until an invite is locked', effect: 'After how many wrong codes an invite is locked.' },
  ],
  sources: [
    'server/accounts/accountUnlock.ts',
    'server/accounts/passwordLock.ts',
    'renderer/portal/text/en/waysIn.ts',
    'shared/access/roles.ts',
  ],
}
