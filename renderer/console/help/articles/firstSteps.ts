import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const firstSteps: HelpArticle = {
  id: 'help.start.first_steps',
  slug: 'first-steps',
  title: 'First steps: from invite to first sign-in',
  category: 'start',
  summary: 'The whole way once, in order, and where to look when something does not go well.',
  tags: ['start', 'overview', 'onboarding'],
  aliases: ['getting started', 'new here', 'how it works', 'onboarding', 'tutorial', 'admin guide'],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['manage-portal-access', 'letters-and-codes', 'invitations-and-accounts', 'what-participants-see'],
  whenToUse: ['You invite somebody for the first time.', 'You show a new colleague how the portal is given out.'],
  sections: [
    {
      id: 'before',
      heading: 'Before you invite',
      blocks: [
        {
          kind: 'list',
          items: [
            'Is the email in the file right? The star marks the one that is written to. A wrong address could give somebody else a way in.',
            'Is the mobile number right, if your clinic offers text messages?',
            'Is the language in the file the one they read?',
          ],
        },
      ],
    },
    {
      id: 'invite',
      heading: 'Invite',
      blocks: [
        {
          kind: 'steps',
          items: [
            'In the file choose **Portal**, then **Create Invite**, with a verbal code if you want to be sure of the person.',
            'Give the link by email or letter, and the code in person or by phone.',
            'Hand out the printable guide, and say which sender the email has.',
          ],
        },
      ],
    },
    {
      id: 'follow',
      heading: 'Follow it',
      blocks: [
        {
          kind: 'text',
          text: 'In **Manage Portal** the invite goes from Pending to Opened to Accepted, and the account from Not set up over Registering to Active. Nothing has to be reloaded.',
        },
      ],
    },
    {
      id: 'later',
      heading: 'Later',
      blocks: [
        {
          kind: 'table',
          head: ['They say', 'Where to look'],
          rows: [
            ['“I cannot sign in”', 'Sign-in diagnostics'],
            ['“I forgot my password”', 'Password resets'],
            ['“I have a new phone”', 'Lost phone: reset the second step'],
            ['“Is this email from you?”', 'Answering “is this email real?”'],
            ['“Nobody else may see this”', 'Quick exit and safety'],
          ],
        },
      ],
    },
  ],
  settings: [{ setting: 'Verbal code required', effect: 'Every invite then has one.' }],
  sources: [
    'renderer/console/invites/InviteDialog.tsx',
    'renderer/console/invites/ManagePortal.tsx',
    'shared/invites/inviteRules.ts',
  ],
}
