import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const isThisEmailReal: HelpArticle = {
  id: 'help.sign_in.real_email',
  slug: 'is-this-email-real',
  title: 'Answering “is this email real?”',
  category: 'sign_in',
  summary: 'How to tell a message of the portal from a false one, on the phone, in a minute.',
  tags: ['email', 'sender', 'phishing', 'spam'],
  aliases: ['phishing', 'scam', 'fake email', 'suspicious email', 'sender address', 'no-reply', 'spam folder', 'fraud'],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['portal-sign-in', 'invitations-and-accounts', 'quick-exit-and-safety', 'sign-in-diagnostics'],
  whenToUse: [
    'Somebody received a message and is not sure about it.',
    'You want to announce an email before it comes.',
  ],
  sections: [
    {
      id: 'check',
      heading: 'Four questions',
      blocks: [
        {
          kind: 'steps',
          items: [
            '“Which address did it come from?” It must be the sender address below, letter by letter.',
            '“Where does the link lead?” To the portal’s address below, and nowhere else.',
            '“Did you ask for it, or did we tell you about it?” Look at **Sign-ins** and at the invites in their file: what was sent is listed there.',
            '“What does it ask you to do?” Ours ask for nothing but to open a link or to type a code on the portal’s own page.',
          ],
        },
        { kind: 'text', text: 'Sender address of your clinic: {sender}. Address of the portal: {portal}.' },
      ],
    },
    {
      id: 'never',
      heading: 'What the portal never does',
      blocks: [
        {
          kind: 'list',
          items: [
            'It never asks for a password, a code or a payment by email, text message or phone.',
            'It never sends an attachment.',
            'It writes nothing about health.',
            'Nobody of the clinic ever asks for a code. Who asks for one is not from the clinic.',
          ],
        },
      ],
    },
    {
      id: 'find',
      heading: 'When it did not arrive',
      blocks: [
        {
          kind: 'text',
          text: 'Let them search the mailbox for the sender address, also in spam and trash, and add the address to their contacts. Then send again.',
        },
      ],
    },
    {
      id: 'false',
      heading: 'When it is false',
      blocks: [
        {
          kind: 'steps',
          items: [
            'They open nothing and reply to nothing.',
            'If they typed a password somewhere: press **Reset Password** now.',
            'If they gave away a code: end all sign-ins with a new password, and look at **Sign-ins**.',
            'Tell an administrator. Others may have received the same.',
          ],
        },
      ],
    },
  ],
  settings: [
    { setting: 'Sender name, sender address', effect: 'The address that every mail of the portal comes from.' },
    { setting: 'Phone of the clinic', effect: 'Stands in the notices, for those who did not ask for them.' },
  ],
  sources: [
    'resources/mail/messages.en.json',
    'renderer/console/settings/MessagesPart.tsx',
    'shared/settings/settingsSchemas.ts',
  ],
}
