import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const quickExitAndSafety: HelpArticle = {
  id: 'help.security.safety',
  slug: 'quick-exit-and-safety',
  title: 'Quick exit and safety',
  category: 'security',
  summary:
    'For people who share a device, or who are watched at home: what the portal does for them and what it cannot.',
  tags: ['safety', 'quick exit', 'shared device', 'privacy'],
  aliases: [
    'quick exit',
    'leave quickly',
    'abuse',
    'domestic violence',
    'shared computer',
    'browser history',
    'safety page',
    'hide',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['portal-security', 'what-participants-see', 'is-this-email-real', 'manage-portal-access'],
  whenToUse: [
    'Somebody is worried that another person sees their portal.',
    'Somebody uses a shared or public computer.',
  ],
  sections: [
    {
      id: 'exit',
      heading: 'Quick exit',
      blocks: [
        {
          kind: 'text',
          text: 'Every page of the portal has a **Quick exit**. It ends the sign-in and shows an ordinary page; going back does not lead to the portal again. The titles of the portal’s pages and of its mails are neutral and name nothing of health.',
        },
      ],
    },
    {
      id: 'shared',
      heading: 'Shared devices',
      blocks: [
        {
          kind: 'list',
          items: [
            'At sign-in they can say that others use this device too. The sign-in then ends after 30 idle minutes.',
            'Some minutes before an idle end a warning appears; one press goes on.',
            'Under **Security** an app lock can be set for each device, and every other device can be signed out.',
          ],
        },
      ],
    },
    {
      id: 'page',
      heading: 'The safety page',
      blocks: [
        {
          kind: 'text',
          text: 'It can be opened before signing in. It explains how to leave quickly, what stays on a device, and how to reach the clinic in another way.',
        },
      ],
    },
    {
      id: 'limits',
      heading: 'What the portal cannot do',
      blocks: [
        {
          kind: 'list',
          items: [
            'It cannot remove earlier entries from a browser’s history, nor what a watching program records.',
            'It cannot hide mails or text messages from somebody who reads the mailbox or the phone.',
          ],
        },
        {
          kind: 'text',
          text: 'Ask which contact is safe and put the star there. Take an unsafe address or number out of the record: links and codes could go to it.',
        },
      ],
    },
    {
      id: 'somebody-else',
      heading: 'Somebody else has their access',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Speak with the {participant} alone, by a way that is safe.',
            'Correct the contacts in the record.',
            'Press **Send password reset** or, at once, **Revoke Access**. Both end every sign-in.',
            'Look at **Sign-in diagnostics** together, if they wish.',
          ],
        },
        {
          kind: 'tip',
          text: 'A change can be noticed by the other person. Let the {participant} decide about the moment.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Clinic’s phone and contact information',
      effect: 'Stand on the safety page and wherever help is offered.',
    },
  ],
  sources: ['renderer/portal/shell/Frame.tsx', 'docs/decisions/0003-identity.md', 'shared/waysIn/waysInSchemas.ts'],
}
