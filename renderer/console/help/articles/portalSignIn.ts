import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const portalSignIn: HelpArticle = {
  id: 'help.sign_in.passwordless',
  slug: 'portal-sign-in',
  title: 'Portal sign-in and verification',
  category: 'sign_in',
  summary:
    'How {participants} and those who care for them sign in by email link, text message or password, and what to do when it fails.',
  tags: ['portal', 'sign-in', 'verification', 'passwordless', 'email link', 'SMS code'],
  aliases: [
    'portal login',
    'login',
    'log in',
    'signin',
    'verify',
    'magic link',
    'otp',
    'one-time code',
    'text message',
    'no email',
    'no text',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['sign-in-diagnostics', 'locked-out', 'password-resets', 'is-this-email-real', 'what-participants-see'],
  whenToUse: [
    'A {participant} or a caregiver has trouble signing in.',
    'You want to explain how signing in works.',
    'Somebody asks about a link or a code they received, or did not receive.',
  ],
  sections: [
    {
      id: 'ways',
      heading: 'The ways in',
      blocks: [
        {
          kind: 'list',
          items: [
            '**Email link**: the portal sends a link. Opened in the browser that asked for it, it signs in by itself; in any other browser one button must be pressed.',
            '**SMS code**: the portal sends six digits, which are typed into the page that asked for them.',
            '**Password**: the email and password chosen at registration.',
          ],
        },
        {
          kind: 'text',
          text: 'Your clinic chooses which of them are offered. Whoever has set up an authenticator app is asked for its code after each of them. Caregivers use the same pages, with the {participant}’s one account.',
        },
        {
          kind: 'text',
          text: 'Links and codes go only to an address or number that stands in the {participant}’s record, or that they confirmed themselves with a code under **Security**. An email that was only typed at registration opens nothing by link: a typing error would let a stranger in.',
        },
      ],
    },
    {
      id: 'email',
      heading: 'Sign in by email link',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open the portal’s sign-in page. **Email** is chosen already.',
            'Type the email address and press **Send Login Link**.',
            'Open the email from the clinic and follow its link.',
            'In the same browser, the portal opens. In another one, press **Sign in here**.',
          ],
        },
      ],
    },
    {
      id: 'phone',
      heading: 'Sign in by text message',
      blocks: [
        {
          kind: 'steps',
          items: [
            'On the sign-in page choose **Phone**.',
            'Type the mobile number and press **Send Login Code**.',
            'Type or paste the six digits and press **Verify & Sign In**.',
          ],
        },
      ],
    },
    {
      id: 'again',
      heading: 'Ask again, or use another contact',
      blocks: [
        {
          kind: 'text',
          text: 'The verification page shows the address or number half hidden, as it was typed. **Resend code** (or **Resend link**) works after a minute, and every earlier code or link is then worthless. Five sends an hour are the most. **Use a different email** or **Use a different phone** leads back to the first page.',
        },
      ],
    },
    {
      id: 'trouble',
      heading: 'Troubleshooting',
      blocks: [
        {
          kind: 'table',
          head: ['They say', 'Why', 'What helps'],
          rows: [
            [
              '“It says a message was sent, and none came”',
              'The portal never says “email not found” or “phone not found”: every contact gets the same answer. It may not be in the record.',
              'Open **Sign-ins** in their file and check the contact they typed. Correct it in the record, then let them ask again.',
            ],
            [
              'The link has expired',
              'It works for a short time and once.',
              'Back to the sign-in page, and a new link.',
            ],
            [
              'The code is not right',
              'Codes end after 10 minutes, with the first use, or when a newer one was sent.',
              'Press **Resend code** and type only the newest.',
            ],
            [
              'No email',
              'Spam folder, a full mailbox, or another address on record.',
              'Look in spam and trash, search for the sender, check the address in the record.',
            ],
            [
              'No text message',
              'A wrong number, or one that cannot receive text messages. Many landlines cannot.',
              'Check the number in the record. Offer the email link instead.',
            ],
            [
              '“This portal is not open at the moment”',
              'The portal is switched off for the whole clinic.',
              'Ask an administrator.',
            ],
            ['“Too many tries”', 'Several wrong passwords or codes, or many sends.', 'Wait, or see “Locked out”.'],
          ],
        },
      ],
    },
    {
      id: 'what-they-see',
      heading: 'What {participants} see',
      blocks: [
        {
          kind: 'table',
          head: ['Page', 'What is on it'],
          rows: [
            ['Sign-in', 'Logo, welcome words, contact of the clinic, the ways in that are switched on'],
            ['Verification', 'The contact half hidden; a field for the code, or a note to open the email'],
            ['Second step', 'Only with an authenticator app: a field for its code, or a recovery code'],
            ['Home', 'Their details, and the functions that the clinic offers'],
          ],
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Email link, SMS code, Password',
      effect: 'Which of password, email link and SMS code are offered. At least one.',
    },
    { setting: 'An email link works for', effect: 'How long a link works: 15 minutes unless changed, 30 at most.' },
    {
      setting: 'Branding',
      effect: 'Logo, welcome title, welcome message and contact information of the sign-in page.',
    },
    {
      setting: 'Email and phone in the record',
      effect: 'Where links and codes may go. A contact that is not there gets nothing.',
    },
    {
      setting: 'Second factor: Required for everybody',
      effect: 'Everybody sets up an authenticator app before anything else.',
    },
  ],
  sources: [
    'renderer/portal/text/en/waysIn.ts',
    'server/waysIn/linkService.ts',
    'shared/waysIn/waysInSchemas.ts',
    'renderer/console/settings/SecurityPart.tsx',
  ],
}
