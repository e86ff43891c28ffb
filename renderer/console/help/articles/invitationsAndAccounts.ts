import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const invitationsAndAccounts: HelpArticle = {
  id: 'help.invites.states',
  slug: 'invitations-and-accounts',
  title: 'Invitations and account states',
  category: 'invites',
  summary: 'Read what an account and its invites say, and what to do next in each case.',
  tags: ['invite', 'account', 'state', 'resend'],
  aliases: [
    'not set up',
    'disabled',
    'grey toggle',
    'blue toggle',
    'resend invite',
    'invalid link',
    'expired invite',
    'username',
    'invitation email',
    'bulk invite',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['manage-portal-access', 'letters-and-codes', 'is-this-email-real', 'password-resets'],
  whenToUse: [
    'You want to know whether somebody has finished setting up their account.',
    'An invite did not arrive, or its link does not work.',
    'You see a state that you do not know.',
  ],
  sections: [
    {
      id: 'account-states',
      heading: 'The account: what you see and what to do',
      blocks: [
        {
          kind: 'table',
          head: ['State', 'What you see', 'What it means', 'What to do'],
          rows: [
            [
              'Not set up',
              'Grey, no username',
              'There is no account yet.',
              'Create an invite, or send the last one again.',
            ],
            [
              'Registering',
              'A username, “consent 1 of 3”',
              'The account exists; the three texts are not all agreed to.',
              'Nothing. The person signs in and goes on where they stopped.',
            ],
            ['Active', 'Blue, with username', 'The person can sign in.', 'Nothing. **Reset Password** if they ask.'],
            [
              'Disabled',
              'Grey, with username',
              'Nobody can sign in, not even with the right password. A reset link does not help either.',
              '**Re-enable**. No new invite is needed.',
            ],
          ],
        },
        {
          kind: 'tip',
          text: 'Look for the username. Grey without one: invite. Grey with one: re-enable.',
        },
        {
          kind: 'text',
          text: 'The username is the email that the person chose. It appears as soon as the first step of the registration is done, which is also the proof that the invite was used. Nobody signed out is ever shown it: you may have to tell it to them.',
        },
      ],
    },
    {
      id: 'invite-states',
      heading: 'The states of an invite',
      blocks: [
        {
          kind: 'table',
          head: ['State', 'Meaning', 'Next'],
          rows: [
            [
              'Waiting for the server',
              'Made on this console, not yet known to the server. The link starts to work once it is.',
              'Go online.',
            ],
            ['Pending', 'Not opened yet.', 'Remind them, or send it again.'],
            [
              'Opened',
              'The link was opened, the account is not made.',
              'Wait, or ask whether they need help. If it was opened at the clinic and stopped there: **Resend**.',
            ],
            ['Accepted', 'The account was made with it.', 'Nothing.'],
            ['Expired', 'Its time is over.', '**Resend**.'],
            ['Revoked', 'A colleague ended it.', 'A new invite, if it is wanted.'],
            ['Replaced by a newer one', 'A newer invite was made.', 'Use the newer one.'],
            ['Locked', 'Too many wrong verbal codes.', 'Find out why, then **Resend** with a new code.'],
            [
              'Email could not be delivered',
              'The mail server refused the address.',
              'Check the address in the file, then send it again.',
            ],
          ],
        },
      ],
    },
    {
      id: 'email',
      heading: 'When the invite goes by email',
      blocks: [
        {
          kind: 'text',
          text: 'With several addresses in the file, the mail goes to the one with the star. Say beforehand that it is coming, and from which sender: an unexpected mail with a link is easily taken for spam.',
        },
        {
          kind: 'list',
          items: [
            'Nothing arrived: look in spam and trash, and search for the sender’s address.',
            'Still nothing: check the address in the file, then press **Resend**. There is a short pause between two sends.',
          ],
        },
      ],
    },
    {
      id: 'link-does-not-work',
      heading: '“This link does not work right now”',
      blocks: [
        {
          kind: 'text',
          text: 'Every link that cannot be used gives this one page, whatever the reason: used, old, revoked, replaced, or not yet on the server. It tells a stranger nothing. The visitor can press **Ask the clinic for a new link**; if the link was once a real one, you see that at the invite. Only staff can send a new one.',
        },
      ],
    },
    {
      id: 'overview',
      heading: 'All invites at once',
      blocks: [
        {
          kind: 'text',
          text: '**Invites** in the side bar lists the invites of everybody in your care: filter by state, see which end soon, and invite several people again in one go. Rows without an email address cannot be chosen and say why.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'How long things live: Invite',
      effect: 'When an invite turns to “Expired”; counted by the server’s clock from the moment it has the invite.',
    },
    {
      setting: 'Pause before an invite or reset is sent again',
      effect: 'How long **Resend** waits after the last one.',
    },
    { setting: 'Sender name, sender address', effect: 'What the {participant} searches for in spam and trash.' },
    {
      setting: 'Registration',
      effect: 'Whether the account asks who uses it, asks for missing details, and offers a second step.',
    },
  ],
  sources: [
    'renderer/console/accounts/AccountPanel.tsx',
    'renderer/console/invites/inviteWords.ts',
    'renderer/console/invites/InvitesPage.tsx',
    'shared/accounts/accountRules.ts',
    'renderer/portal/invite/LinkNotWorking.tsx',
  ],
}
