import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const signInDiagnostics: HelpArticle = {
  id: 'help.sign_in.diagnostics',
  slug: 'sign-in-diagnostics',
  title: 'Sign-in diagnostics',
  category: 'sign_in',
  summary: 'The portal tells visitors nothing about the reason. Here you see it, with the one thing that helps.',
  tags: ['diagnostics', 'sign-in', 'reason', 'remedy'],
  aliases: [
    'why can they not sign in',
    'email not found',
    'phone not found',
    'last attempts',
    'sign-in history',
    'troubleshooting',
    'wrong contact',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['portal-sign-in', 'locked-out', 'password-resets', 'lost-phone', 'audit-log'],
  whenToUse: [
    'Somebody on the phone cannot get in and does not know why.',
    'You want to know whether a link or code was sent, and whether it was used.',
  ],
  sections: [
    {
      id: 'open',
      heading: 'Look at the last tries',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open the {participant}’s file and choose **Sign-ins**, or press **Why can’t they sign in?** in **Manage Portal**.',
            'Read the first line: what most likely stands in the way now.',
            'Press the button beside it. If your role may not do it, it says who can.',
          ],
        },
        {
          kind: 'text',
          text: 'Diagnostics ask the server, so they need a network. Looking is recorded, and the {participant} finds it in their own access log. Every try stands there with its time, its way and the kind of device.',
        },
      ],
    },
    {
      id: 'reasons',
      heading: 'Reasons and remedies',
      blocks: [
        {
          kind: 'table',
          head: ['What stands there', 'What to do'],
          rows: [
            ['Contact not on file', 'Correct the address or number in the record; then they ask again.'],
            ['The link or code is too old, or was used', 'They ask for a new one and use it within its time.'],
            ['A code was wrong', 'They type only the newest. After five, wait.'],
            ['Wrong password', '**Send password reset**.'],
            ['Locked after wrong passwords', '**Unlock**, or wait 15 minutes.'],
            ['Access was revoked', '**Re-enable**, if they should have access.'],
            ['The code of the app was wrong', 'Is the phone’s clock set automatically? Else “Lost phone”.'],
            ['Codes paused after too many wrong ones', '**Reset MFA**, after an identity check.'],
            ['The message could not be sent', 'Check the contact; an administrator checks the sending settings.'],
            ['This way of signing in is switched off', 'They use another way; an administrator can switch it on.'],
            ['The portal is switched off', 'Ask an administrator.'],
            ['No account, or registration not finished', 'Send an invite, or ask them to sign in and go on.'],
          ],
        },
      ],
    },
    {
      id: 'check',
      heading: 'Check what they typed',
      blocks: [
        {
          kind: 'text',
          text: 'Ask which address or number they type, put it into the field below and press **Check**. It says whether this contact opens this account, and how often it was tried in the last day. It looks at this person’s record only, so it cannot be used to find out who else is a {participant}.',
        },
      ],
    },
    {
      id: 'suspicious',
      heading: 'When it was not them',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Press **Send password reset**: once they choose a new password, every sign-in ends.',
            'Ask them to look at their sign-ins and devices under **Security** in the portal.',
            'In serious cases turn off **Portal access**, which signs them out everywhere at once, and tell your privacy officer.',
          ],
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Email link, SMS code, Password',
      effect: 'A way that is switched off appears as such in the list of tries.',
    },
  ],
  sources: [
    'renderer/console/waysIn/SignInsPanel.tsx',
    'renderer/console/waysIn/diagnosisWords.ts',
    'server/waysIn/diagnosisService.ts',
    'shared/waysIn/waysInSchemas.ts',
  ],
}
