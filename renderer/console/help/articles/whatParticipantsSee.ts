import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const whatParticipantsSee: HelpArticle = {
  id: 'help.start.what_they_see',
  slug: 'what-participants-see',
  title: 'What {participants} see',
  category: 'start',
  summary:
    'The portal page by page, from the {participant}’s side. To read before you explain it, to print and to share with colleagues.',
  tags: ['portal', 'pages', 'overview', 'share'],
  aliases: [
    'what they see',
    'client view',
    'patient view',
    'portal overview',
    'portal pages',
    'walkthrough',
    'preview',
    'see as',
    'screens',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: [
    'portal-sign-in',
    'portal-security',
    'consents',
    'messages',
    'correction-requests',
    'quick-exit-and-safety',
  ],
  whenToUse: [
    'You are new and want to know what you are inviting people to.',
    'You explain the portal on the phone and want to see what they see.',
  ],
  sections: [
    {
      id: 'invitation',
      heading: '1. The invitation',
      blocks: [
        {
          kind: 'table',
          head: ['Page', 'What is asked'],
          rows: [
            ['Invitation', 'Opened by link or QR code, or by typing the 16 characters of the letter'],
            ['Verbal code', 'Only with one: the code you told them, and how many tries are left'],
            [
              'Your account',
              'Email, display name and password; a button suggests a passphrase. Possibly who uses the account, and missing details',
            ],
            ['Second step', 'Only where it is required or offered: an authenticator app'],
            ['Please read', 'Three texts, one after another, each with **I agree**'],
          ],
        },
        {
          kind: 'text',
          text: 'It takes about three minutes. Who stops on the way signs in later and goes on from there.',
        },
      ],
    },
    {
      id: 'sign-in',
      heading: '2. Signing in',
      blocks: [
        {
          kind: 'table',
          head: ['Page', 'What is on it'],
          rows: [
            [
              'Sign-in',
              'Your logo and welcome words; email first; **Send Login Link**, **Send Login Code** or a password; whether others use the device',
            ],
            [
              'Verification',
              'The contact half hidden, the code field for text messages, **Verify & Sign In**, **Resend code**',
            ],
            ['Second step', 'The six digits of the app, or one recovery code'],
            ['Forgotten password', 'An email field; the answer is the same for everybody'],
            ['Help with signing in', 'Behind **Help with signing in**: what can be done, and your phone number'],
            ['Staying safe here', 'Quick exit and shared devices; open to everybody'],
          ],
        },
      ],
    },
    {
      id: 'home',
      heading: '3. Home and the pages behind it',
      blocks: [
        {
          kind: 'table',
          head: ['Page', 'What is on it'],
          rows: [
            ['Home', 'A greeting with the display name, the functions that your clinic offers, the clinic’s contact'],
            [
              'My details',
              'The record as you have it: names, birth date, contacts; what to do when something is wrong',
            ],
            ['Messages', 'The exchange with the clinic, if it is switched on'],
            [
              'Correction requests',
              'What they asked you to correct, by when you answer, your letters, and how to disagree with a denial',
            ],
            ['Security', 'Authenticator apps, recovery codes, devices, app lock, password, contacts, sign-in history'],
            [
              'Who opened my record',
              'Names, roles and times in plain words. Your name appears there when you open a file',
            ],
            ['My agreements', 'What was agreed to and when, with a receipt to print'],
          ],
        },
        {
          kind: 'text',
          text: 'Appointments, video visits, receipts, forms and insurance open your clinic’s own systems, where an administrator has entered their address. A function that is off is not shown at all.',
        },
      ],
    },
    {
      id: 'everywhere',
      heading: 'On every page',
      blocks: [
        {
          kind: 'list',
          items: [
            '**Leave quickly**, the quick exit',
            'The choice of English, French or Spanish',
            'The clinic’s name and how to call it',
            'A warning before an idle sign-in ends',
          ],
        },
      ],
    },
    {
      id: 'preview',
      heading: 'Look at one {participant}’s portal',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open the {participant}’s file, press **Portal** and choose the entry with the eye, “What the {participant} sees”.',
            'If something stands before it, the page says so first: no account, access revoked, the portal switched off, a text that waits, or a second factor that is missing.',
            'Go through the pages by their menu. **Computer** and **Phone** change the width; the language list works for you alone.',
            'Press **Refresh** for what they see now, and **Close** when you are done.',
          ],
        },
        {
          kind: 'text',
          text: 'Nothing you press in it does anything: no message is sent or marked as read, and nothing tells them apart from one line. Each look is written down, and they find your name in their own access log under **Who opened my record**. The **Security** page, letters and files are left out. Administrators, managers and staff may look, at the people in their care, while the console is online; it is not kept, and not printed.',
        },
      ],
    },
    {
      id: 'never',
      heading: 'What they never see',
      blocks: [
        {
          kind: 'list',
          items: [
            'Other people’s data',
            'Why a sign-in failed, beyond one neutral sentence',
            'Your internal notes or the audit log',
            'Codes and links after they were shown once',
          ],
        },
      ],
    },
    {
      id: 'hand-out',
      heading: 'Something to hand out',
      blocks: [
        {
          kind: 'text',
          text: 'The printable guide is made for {participants} themselves, in three languages. It is at the top of the help index.',
        },
      ],
    },
  ],
  settings: [
    { setting: 'Branding', effect: 'Logo, colour, display name and welcome words, on every page at once.' },
    {
      setting: 'Call the people you serve',
      effect: 'Participant, patient, client or a word of your own, in each language.',
    },
    { setting: 'Functions', effect: 'Which functions stand on Home.' },
    { setting: 'Languages', effect: 'Which languages the portal offers.' },
  ],
  sources: [
    'renderer/portal/shell/Portal.tsx',
    'renderer/portal/text/en/shell.ts',
    'renderer/portal/text/en/waysIn.ts',
    'renderer/portal/invite/InvitePage.tsx',
    'renderer/portal/consent/ConsentPage.tsx',
    'renderer/portal/record/HomePage.tsx',
    'renderer/console/preview/PreviewPage.tsx',
    'server/preview/previewService.ts',
  ],
}
