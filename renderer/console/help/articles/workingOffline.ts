import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const workingOffline: HelpArticle = {
  id: 'help.offline.queue',
  slug: 'working-offline',
  title: 'Working offline and the queue',
  category: 'offline',
  summary: 'What works without a network, what waits, and how to read the state at the bottom of the side bar.',
  tags: ['offline', 'queue', 'sync'],
  aliases: [
    'no internet',
    'no network',
    'queued',
    'unsent changes',
    'pending',
    'sync',
    'refused',
    'conflict',
    'two values',
    'take back',
    'lock screen',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['letters-and-codes', 'manage-portal-access', 'messages', 'correction-requests', 'consoles'],
  whenToUse: ['The network is down, or you work outside the clinic.', 'Something says “queued” or “refused”.'],
  sections: [
    {
      id: 'works',
      heading: 'What works offline',
      blocks: [
        {
          kind: 'table',
          head: ['You want to', 'Offline'],
          rows: [
            ['Find people and read their files', 'Works: this console holds the files of those in your care'],
            ['Change details and contacts', 'Works; marked as pending until the server has it'],
            [
              'Create an invite, copy the link, print the letter',
              'Works; the link starts to work when the server has it',
            ],
            ['Email an invite', 'Needs the server'],
            ['Revoke Access, Re-enable, Unlock, Reset MFA, Send password reset', 'Queued; takes effect when online'],
            ['Write messages', 'Queued'],
            ['Acknowledge, review, extend and decide correction requests', 'Queued; attachments need the server'],
            ['Sign-in diagnostics, settings, staff and roles, consoles, the audit log', 'Need the server'],
            ['This help and the printable guide', 'Work'],
          ],
        },
      ],
    },
    {
      id: 'queue',
      heading: 'The queue',
      blocks: [
        {
          kind: 'text',
          text: 'What you did is on disk before the page says so, sealed like the rest. The state at the bottom of the side bar opens a panel with everything that waits, oldest first; “Open the queue” shows all of it, and for a day what was done. It is sent by itself, in order, and each thing exactly once. What says “Queued” can still be taken back; what says “Sent, no answer yet” may have arrived, so it cannot.',
        },
        {
          kind: 'tip',
          text: 'The console never says “revoked” before the server has done it. If it must be now and you are offline, call a colleague who is online.',
        },
      ],
    },
    {
      id: 'refused',
      heading: 'Refused, and edited twice',
      blocks: [
        {
          kind: 'list',
          items: [
            'Not done: the server did not do it, and the queue says why. Nothing was changed. Read it, then dismiss it.',
            'Overtaken: somebody else was first, for example an invite was accepted before you revoked it. The queue offers what can be done now, such as “Revoke access”. An invite made offline is overtaken too when a colleague has taken one back meanwhile: its link and a printed letter never work, and you can make a new one from there.',
            'Two people changed different fields: both changes stay.',
            'Two people changed the same field: what was saved first stands, the other value is kept. Under “Conflicts” in the side bar you see both, with names and times, and keep one, the other, or write a third. Decided ones stay there as history.',
          ],
        },
      ],
    },
    {
      id: 'lock',
      heading: 'Lock and lease',
      blocks: [
        {
          kind: 'text',
          text: 'The console locks when nobody has used it for some minutes. Without any contact to the server for some days it closes its records until it has reached the server once; changes that were not sent stay in it. What you were typing is kept too: a message, an edit, a new record, a decision or an answer is in its form again when you open it, with the line “Your unsent words were kept”.',
        },
      ],
    },
  ],
  settings: [
    { setting: 'Console lock', effect: 'After how many idle minutes the console locks.' },
    { setting: 'Offline lease', effect: 'For how many days a console works without the server.' },
  ],
  sources: [
    'renderer/console/sync/SyncPanel.tsx',
    'renderer/console/sync/QueuePage.tsx',
    'renderer/console/conflicts/ConflictsPage.tsx',
    'renderer/console/sync/outboxWords.ts',
    'shared/sync/refusalSentences.ts',
    'shared/ipc/leaseRules.ts',
    'renderer/console/shell/idleWatch.ts',
    'renderer/console/replica/drafts.ts',
  ],
}
