import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const portalSecurity: HelpArticle = {
  id: 'help.security.page',
  slug: 'portal-security',
  title: 'The Security page of the portal',
  category: 'security',
  summary: 'Where {participants} look after their authenticator app, recovery codes, devices, app lock and password.',
  tags: ['security', 'MFA', 'authenticator', 'app lock', 'recovery codes'],
  aliases: [
    'mfa',
    '2fa',
    'two-factor',
    'second factor',
    'second step',
    'totp',
    'google authenticator',
    'authy',
    'enable mfa',
    'qr code',
    'app lock',
    'recovery codes',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['lost-phone', 'portal-sign-in', 'quick-exit-and-safety', 'settings-and-branding'],
  whenToUse: [
    'Somebody asks how to make their account safer.',
    'You help somebody set up an authenticator app.',
    'The clinic requires a second step and somebody asks why.',
  ],
  sections: [
    {
      id: 'before',
      heading: 'Before they start',
      blocks: [
        {
          kind: 'list',
          items: [
            'They are signed in to the portal. Nothing else is needed: everybody with an account may use the page.',
            'They have an authenticator app such as Google Authenticator or Authy. Every app that makes six-digit codes by time works.',
          ],
        },
      ],
    },
    {
      id: 'enable',
      heading: 'Set up the second step',
      blocks: [
        {
          kind: 'steps',
          items: [
            'In the portal’s side bar choose **Security**, then **Enable MFA**.',
            'Give the app a name, such as “My phone”.',
            'Scan the QR code with the app, or type the secret by hand.',
            'Type the six digits that the app shows. Only then is the second step switched on.',
            'Keep the ten recovery codes: **Print**, **Download** or **Copy**. They are shown once.',
          ],
        },
        {
          kind: 'text',
          text: 'Until the code is confirmed, the entry stands there as **Not verified** and protects nothing; after ten minutes it is forgotten. Several apps with different names are possible, for example a phone and a tablet.',
        },
      ],
    },
    {
      id: 'remove',
      heading: 'Remove an app',
      blocks: [
        {
          kind: 'text',
          text: 'They choose the app in the list, confirm, and type a current code. Where the clinic or the invite requires a second step, the last one cannot be removed; a new one is added first. A mail tells the owner about every change.',
        },
      ],
    },
    {
      id: 'more',
      heading: 'What else is on the page',
      blocks: [
        {
          kind: 'table',
          head: ['Part', 'What it does'],
          rows: [
            ['Recovery codes', 'How many are left, and ten new ones; the old ones then stop working'],
            ['Signed-in devices', 'Every sign-in, with a button to end it'],
            [
              'App lock on this device',
              'After some idle minutes this device asks for the password or a code; five wrong ones sign out',
            ],
            ['Password', 'A new password; all other devices are signed out'],
            ['Email and phone', 'A new contact counts after it was confirmed with a code; the old address is told'],
            ['Sign-in history', 'When, how and from what kind of device somebody signed in or tried to'],
          ],
        },
        {
          kind: 'text',
          text: 'For these changes the portal asks for the password again, if the last full sign-in was more than 15 minutes ago.',
        },
      ],
    },
    {
      id: 'staff-lock',
      heading: 'The app lock here and there',
      blocks: [
        {
          kind: 'text',
          text: 'The app lock of the portal is each person’s own choice, for each device. This console has a lock of its own, with the minutes of the clinic’s settings; the two have nothing to do with each other.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Second factor: Required for everybody',
      effect:
        'Everybody sets up an app at the next sign-in, before anything else. Single accounts can be exempted with a reason.',
    },
    { setting: 'Required by an invite', effect: 'One invite can ask for it, also where the clinic does not.' },
    {
      setting: 'Suggest a second factor after registration',
      effect: 'Whether it is suggested after the registration.',
    },
    { setting: 'SMS code', effect: 'Whether a confirmed phone number can be used to sign in.' },
  ],
  sources: [
    'renderer/portal/text/en/accountSecurity.ts',
    'shared/accountSecurity/securitySchemas.ts',
    'shared/accounts/accountRules.ts',
    'renderer/console/settings/SecurityPart.tsx',
  ],
}
