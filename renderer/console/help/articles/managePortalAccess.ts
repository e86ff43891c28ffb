import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const managePortalAccess: HelpArticle = {
  id: 'help.access.manage',
  slug: 'manage-portal-access',
  title: 'Manage portal access',
  category: 'access',
  summary:
    'Invite a {participant}, see how their access stands, take it away, give it back, and reset their second step.',
  tags: ['portal', 'access', 'invite', 'account'],
  aliases: ['manage portal', 'revoke access', 're-enable', 'deactivate', 'create invite', 'portal account', 'turn off'],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['invitations-and-accounts', 'letters-and-codes', 'lost-phone', 'password-resets'],
  whenToUse: [
    'Somebody should get a way into the portal, or should no longer have one.',
    'You want to know whether an account exists and which invites were sent.',
    'An account is disabled and should work again.',
  ],
  sections: [
    {
      id: 'where',
      heading: 'Where it is',
      blocks: [
        {
          kind: 'text',
          text: 'Everything about one person’s access is in their own file: open the file and choose **Portal**, then **Manage Portal**. In a narrow window the same menu is behind the three dots at the top right.',
        },
        {
          kind: 'list',
          items: [
            'The account: whether there is one, its username, its last sign-in and its second step.',
            'Every invite there has been, with its state, who made it and when.',
            'What can be done next, as buttons. A button that your role may not use is not shown.',
          ],
        },
      ],
    },
    {
      id: 'invite',
      heading: 'Invite a {participant}',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open the {participant}’s file and choose **Portal**, then **Create Invite**.',
            'Decide about the **Verbal code**: none, six digits that the console draws, or a code of your own.',
            'Press **Create Invite**. Link, QR code and letter are there at once, with or without a network.',
            'Hand the link over: copy it, print the letter, or let the server email it to the starred address.',
            'If there is a verbal code, tell it in person or by phone.',
          ],
        },
        {
          kind: 'tip',
          text: 'Code and link never travel together. Whoever finds the one must not find the other beside it.',
        },
        {
          kind: 'text',
          text: 'The link works once. Whoever opens it chooses an email, a display name and a password, and then agrees to three texts before anything else is shown. The link is shown to you only while the dialog is open; afterwards a new invite is the way.',
        },
      ],
    },
    {
      id: 'revoke',
      heading: 'Revoke access',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open **Portal**, then **Manage Portal**.',
            'Turn the **Portal access** switch from blue to grey.',
            'Confirm with **Revoke access**.',
          ],
        },
        {
          kind: 'text',
          text: 'As soon as the server has it, every sign-in ends, and links, codes and waiting invites stop working. The person cannot sign in, not even with the right password. Messages and consents are kept. Offline the console says that the command is queued; the account works until the server has received it.',
        },
      ],
    },
    {
      id: 'enable',
      heading: 'Re-enable an account',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open **Manage Portal** of the disabled account.',
            'Turn the **Portal access** switch back to blue and confirm with **Re-enable**.',
          ],
        },
        {
          kind: 'text',
          text: 'The person signs in as before, with the username, password and second step they had; no new invite is needed. Nothing old comes back to life: earlier sign-ins, links and invites stay ended. If a colleague revoked the access again in the meantime, the newer decision stays.',
        },
      ],
    },
    {
      id: 'reset-mfa',
      heading: 'Reset the second step',
      blocks: [
        {
          kind: 'text',
          text: 'When a phone is lost and there are no recovery codes, a manager or administrator presses **Reset MFA**. A reason and the way in which you made sure of the person are asked for. The whole path is in “Lost phone”.',
        },
      ],
    },
    {
      id: 'recorded',
      heading: 'What is recorded',
      blocks: [
        {
          kind: 'text',
          text: 'Every invite, revocation, re-enabling, unlock, reset link and reset of the second step is one line of the audit log, with your name and the time. The line is written together with the change, so there is never one without the other.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'How long things live: Invite',
      effect: 'How long an invite works: 24 hours, 48 hours, 7 days or 14 days.',
    },
    {
      setting: 'Every invite needs a verbal code',
      effect: 'Every invite needs a verbal code; “No code” is not offered.',
    },
    {
      setting: 'The portal is on',
      effect: 'While it is off, nobody can sign in or accept an invite. Accounts stay as they are.',
    },
    {
      setting: 'Accounts without a sign-in are disabled after',
      effect: 'An account that was not used for so many days is disabled by itself and can be re-enabled.',
    },
  ],
  sources: [
    'renderer/console/accounts/AccountPanel.tsx',
    'renderer/console/accounts/AccountDialog.tsx',
    'renderer/console/invites/ManagePortal.tsx',
    'renderer/console/invites/InviteForm.tsx',
    'renderer/console/participants/PortalMenu.tsx',
    'shared/access/roles.ts',
  ],
}
