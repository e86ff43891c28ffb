import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const passwordResets: HelpArticle = {
  id: 'help.sign_in.password',
  slug: 'password-resets',
  title: 'Password resets',
  category: 'sign_in',
  summary: 'Send a link to choose a new password, or tell {participants} how to ask for one themselves.',
  tags: ['password', 'reset', 'username'],
  aliases: [
    'forgot password',
    'forgotten password',
    'new password',
    'reset password',
    'reset link',
    'change password',
    'username',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['portal-sign-in', 'locked-out', 'invitations-and-accounts', 'sign-in-diagnostics'],
  whenToUse: [
    'Somebody has forgotten their password.',
    'A reset link has expired or did not arrive.',
    'Somebody does not know their username.',
  ],
  sections: [
    {
      id: 'staff',
      heading: 'Send the link',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Make sure that you speak with the right person.',
            'Open **Portal**, then **Manage Portal**.',
            'Press **Reset Password**, the button that was **Create Invite** before there was an account, and confirm with **Send the link**.',
            'Tell them their username if they are unsure: the portal shows it to nobody who is signed out.',
          ],
        },
        {
          kind: 'text',
          text: 'The mail goes to the starred address of the record, or else to the address of the account, once the person has confirmed it. You never see or choose the password. The panel shows when the link was sent, until when it works, and whether the mail could be delivered.',
        },
      ],
    },
    {
      id: 'self',
      heading: 'How they do it alone',
      blocks: [
        {
          kind: 'steps',
          items: [
            'On the sign-in page follow **Forgot your password?**',
            'Type the email address and press **Send Reset Link**.',
            'Open the link in the mail within 60 minutes and choose a new password.',
          ],
        },
      ],
    },
    {
      id: 'after',
      heading: 'What a reset does',
      blocks: [
        {
          kind: 'list',
          items: [
            'The old password stops working, and every device is signed out.',
            'A mail says that the password was changed.',
            'The second step stays as it was: after a reset, the code of the app is still asked for.',
            'A newer link ends an older one; each works once.',
          ],
        },
      ],
    },
    {
      id: 'not-this',
      heading: 'When a reset is not the answer',
      blocks: [
        {
          kind: 'list',
          items: [
            'The account is disabled: a reset opens nothing. **Re-enable** it first.',
            'The phone with the authenticator app is gone: see “Lost phone”.',
            'There is no account: send an invite.',
          ],
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'A password reset sent by staff works for',
      effect:
        'How long a link that staff send works: 24 hours unless changed, 48 at most. One that they ask for works 60 minutes.',
    },
    { setting: 'Shortest password', effect: '15 characters or more; 8 only where MFA is required.' },
    {
      setting: 'Password',
      effect:
        'Where signing in by password is switched off, a password is still chosen at registration and asked for before security settings change.',
    },
  ],
  sources: [
    'renderer/console/accounts/AccountActions.tsx',
    'renderer/portal/text/en/waysIn.ts',
    'shared/accounts/passwordRules.ts',
    'resources/mail/messages.en.json',
  ],
}
