import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const messages: HelpArticle = {
  id: 'help.access.messages',
  slug: 'messages',
  title: 'Messages',
  category: 'access',
  summary: 'Write with {participants} inside the portal, also from a console without a network.',
  tags: ['messages', 'write', 'reply'],
  aliases: ['send a message', 'chat', 'reply', 'unread', 'secure message', 'inbox'],
  audience: ['admin', 'manager', 'staff'],
  related: ['working-offline', 'what-participants-see', 'manage-portal-access', 'correction-requests'],
  whenToUse: ['A {participant} has written.', 'You have something to say that does not belong in an email.'],
  sections: [
    {
      id: 'write',
      heading: 'Read and write',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open the {participant}’s file and choose **Messages**.',
            'Write at the bottom. Plain text, up to 4,000 characters.',
            'Send it, or press Ctrl+Enter. It stands in the list at once, with its state.',
          ],
        },
        {
          kind: 'text',
          text: 'The {participant} gets a mail that says only that there is something new; the words stay in the portal. You see when your message was first read, and they see the same of theirs.',
        },
      ],
    },
    {
      id: 'offline',
      heading: 'Without a network',
      blocks: [
        {
          kind: 'text',
          text: 'A message written offline waits in the queue and is sent when the console is online again. Until then it is marked as waiting.',
        },
      ],
    },
    {
      id: 'keep',
      heading: 'Messages stay',
      blocks: [
        {
          kind: 'text',
          text: 'Messages cannot be changed or deleted. They stay after access is revoked, and after a re-enable both sides see them again.',
        },
        {
          kind: 'tip',
          text: 'Messages are not watched around the clock. Nothing urgent belongs here; say so in your answers.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Functions: messages',
      effect: 'While it is off, {participants} can neither read nor write messages in the portal.',
    },
  ],
  sources: [
    'renderer/console/messages/MessagesPanel.tsx',
    'renderer/console/messages/MessageForm.tsx',
    'shared/messages/messageSchemas.ts',
    'shared/access/roles.ts',
  ],
}
