import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const lostPhone: HelpArticle = {
  id: 'help.security.lost_phone',
  slug: 'lost-phone',
  title: 'Lost phone: reset the second step',
  category: 'security',
  summary: 'Somebody cannot get at their authenticator app. Recovery code first, then a reset with an identity check.',
  tags: ['MFA', 'reset', 'identity check', 'recovery code'],
  aliases: [
    'reset mfa',
    'lost phone',
    'new phone',
    'stolen phone',
    'authenticator deleted',
    'cannot get code',
    'mfa locked out',
    'identity check',
    'exempt',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['portal-security', 'sign-in-diagnostics', 'locked-out', 'manage-portal-access'],
  whenToUse: ['A phone is lost, stolen or new, or the app was deleted.', 'The codes of the app are always refused.'],
  sections: [
    {
      id: 'first',
      heading: 'First: is a reset needed?',
      blocks: [
        {
          kind: 'list',
          items: [
            'One of the ten recovery codes takes the place of the app, once each. Ask about a printout or a file.',
            'A second device with the app works too, if they set one up.',
            'Codes refused? The phone’s clock must be set automatically.',
          ],
        },
      ],
    },
    {
      id: 'identity',
      heading: 'Then: make sure who it is',
      blocks: [
        {
          kind: 'text',
          text: 'A caller who asks for a reset may be somebody else; a voice on the phone alone is not enough. Use one of the ways that the dialog names, and never only what anybody in the family would know.',
        },
        {
          kind: 'list',
          items: [
            'They are here in person and you know them.',
            'You have seen a photo ID.',
            'You called back at a phone number that was in the record before. A number that they give you now does not count.',
            'They told you a verbal code that you had agreed on.',
          ],
        },
      ],
    },
    {
      id: 'reset',
      heading: 'Reset MFA',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open **Portal**, then **Manage Portal**.',
            'Press **Reset MFA**.',
            'Choose the reason and how you checked the identity. Both are required and recorded.',
            'Confirm.',
          ],
        },
        {
          kind: 'text',
          text: 'All apps and recovery codes of the account are gone, and every device is signed out. The person gets a notice. At the next sign-in they use the first step alone; where a second step is required, setting up a new one comes at once, otherwise they may do it under **Security**.',
        },
        {
          kind: 'tip',
          text: 'Managers and administrators can reset. Others see who can; prepare the identity check for them.',
        },
      ],
    },
    {
      id: 'exempt',
      heading: 'Somebody cannot use an app at all',
      blocks: [
        {
          kind: 'text',
          text: 'Where a second step is required, a manager or administrator can press **Exempt from MFA** for one account, with a reason. Name and reason stay visible in **Manage Portal**, and **End the MFA exemption** is possible at any time.',
        },
      ],
    },
    {
      id: 'stolen',
      heading: 'The phone was stolen',
      blocks: [
        {
          kind: 'text',
          text: 'Reset at once: it ends every sign-in, also the one on that phone. Then send a password reset, and ask which email is still safe: the thief may read the mailbox.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Second factor: Required for everybody',
      effect: 'After a reset, the next sign-in goes straight to setting up a new app.',
    },
  ],
  sources: [
    'renderer/console/accounts/ResetMfaDialog.tsx',
    'renderer/console/accounts/ExemptDialog.tsx',
    'shared/accounts/accountSchemas.ts',
    'shared/access/roles.ts',
  ],
}
