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
          text: 'The quick exit is the button **Leave quickly** at the top of every page of the portal; pressing Escape three times does the same. It ends the sign-in and opens Wikipedia; going back does not lead to the portal again. The titles of the portal’s pages and of its mails are neutral and name nothing of health.',
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
            'At sign-in they can tick **Others use this device**. The sign-in then ends after 30 minutes without activity.',
            'Some minutes before an idle end a warning appears; one press on **Stay signed in** goes on.',
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
          text: '**Staying safe here** can be opened before signing in. It explains how to leave quickly, what stays in the browser, what messages look like, and what to do when somebody else got in.',
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
            'Turn off **Portal access**: every sign-in ends at once. A password reset ends them only when the new password is chosen.',
            'Look at **Sign-ins** together, if they wish.',
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
      setting: 'Phone of the clinic, contact information',
      effect: 'Stand on the safety page and wherever help is offered.',
    },
  ],
  sources: [
    'renderer/portal/text/en/safety.ts',
    'renderer/portal/text/en/shell.ts',
    'renderer/portal/shell/quickExit.ts',
  ],
}
