import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const consoles: HelpArticle = {
  id: 'help.security.consoles',
  slug: 'consoles',
  title: 'Consoles: approve, lock, lost laptop',
  category: 'security',
  summary: 'Let a computer in, stop it or have it deleted, the PIN at its lock, and how to see that it is in sync.',
  tags: ['consoles', 'laptop', 'PIN', 'sync health'],
  aliases: [
    'lost laptop',
    'stolen laptop',
    'new computer',
    'approve a console',
    'four words',
    'suspend a console',
    'wipe',
    'remote delete',
    'pin',
    'lock screen',
    'copy diagnostics',
    'breach list',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['working-offline', 'staff-and-roles', 'audit-log'],
  whenToUse: [
    'A computer is new, lost, stolen, goes to repair or belongs to somebody who leaves.',
    'You want to set a PIN, or to see why a console does not sync.',
  ],
  sections: [
    {
      id: 'approve',
      heading: 'Approve a console by its words',
      blocks: [
        {
          kind: 'steps',
          items: [
            'On the new computer: sign in. The page **Waiting for approval** shows four words. Read them to an administrator, on the phone or in person.',
            'As administrator: open **Consoles** on your own console; the side bar shows how many wait. Press **Approve** beside the request.',
            'Compare the words with the other screen. The same: **The words match, approve**. Different: somebody else is asking, do not approve, and press **Turn away**.',
            'The new computer goes on by itself and copies the records of whoever signed in.',
          ],
        },
        {
          kind: 'tip',
          text: 'Names can be typed by anybody, the words cannot: they come from the console’s own key. A console that was turned away can never be approved under that key.',
        },
      ],
    },
    {
      id: 'suspend',
      heading: 'Suspend and resume',
      blocks: [
        {
          kind: 'text',
          text: 'For administrators, under **Consoles**, with a reason that stands in the audit log. **Suspend** signs everyone out there at once. At its next contact the console locks and says **This console is suspended**; its sealed copy and what it has not sent stay on it, and nobody can open them. **Resume** lets people sign in there and go on where they were.',
        },
        {
          kind: 'tip',
          text: 'A locked console asks the server by itself, twice a minute. One without any contact cannot hear of it. It locks by itself when the lease is over; the list then says **Lease over**, or still **Suspended**.',
        },
      ],
    },
    {
      id: 'wipe',
      heading: 'Wipe, before and after',
      blocks: [
        {
          kind: 'text',
          text: '**Wipe** is an order to delete. Everyone is signed out there at once. At its next contact the console deletes its keys and its copy, with changes that it had not sent, and then confirms that with its signature. This cannot be undone.',
        },
        {
          kind: 'table',
          head: ['The list says', 'What you know'],
          rows: [
            ['To be wiped', 'Ordered. The console has not confirmed anything: count on the copy being there'],
            [
              'Wiped, confirmed, nothing unsent was lost',
              'The console has signed that keys and copy are gone, and everything had been sent',
            ],
            [
              'Wiped, confirmed, 2 not sent and lost',
              'The same, and so many changes had never reached the server. What they were nobody can say',
            ],
          ],
        },
        {
          kind: 'text',
          text: 'On the computer itself it says **This console was removed**, and whether the server has the confirmation. Sign in there to work again: it asks for approval as a new console, with new words.',
        },
      ],
    },
    {
      id: 'held',
      heading: 'What a console held',
      blocks: [
        {
          kind: 'text',
          text: 'The column **Holds** says whose copies lie there and of how many {participants}. Its link leads to the names: press **Make the list**, then **Print**. It shows everybody whose record lay there as of each colleague’s last sync, for the work after a loss, and also when the console is wiped already. Making the list is an entry in the audit log.',
        },
      ],
    },
    {
      id: 'lost-laptop',
      heading: 'A laptop is lost or stolen, step by step',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Whoever misses it: call an administrator at once. Say when you used it last, and whether your phone is gone too.',
            'Administrator: open **Consoles** and find it by its name, by who asked for it, and by the **Last contact**.',
            'It may turn up? Press **Suspend**, reason **It is lost**. It was stolen, or does not turn up? Press **Wipe**; that works from **Suspended** too.',
            'Follow the link under **Holds**, **Make the list**, and print it: the clinic needs it to judge what it has to tell whom.',
            'The colleague changes their password on another console, under **My security**; that signs them out on every other console. Is the phone gone too? Choose **Reset the second factor** under **Staff and roles**.',
            'Look again in the next days. Only **Wiped** with the word “confirmed” says that the copy is gone. A thief who never connects leaves it at “To be wiped”.',
            'Found again? **Resume** when it was suspended. After a wipe it is approved like a new one.',
          ],
        },
        {
          kind: 'tip',
          text: 'Until then the copy is sealed and opens only with the password or PIN of somebody who worked there, with five tries. Started and on a network, it hears the order also behind its lock. It locks when the lease is over; after 30 days without contact it deletes its copy as soon as it runs.',
        },
      ],
    },
    {
      id: 'pin',
      heading: 'The lock and a PIN',
      blocks: [
        {
          kind: 'text',
          text: 'Your name at the bottom of the side bar opens a menu with **Lock** and **My security**. The console also locks by itself: after some minutes without a key or a click, and a minute after its window or tab was closed.',
        },
        {
          kind: 'tip',
          text: 'Locking the computer’s screen, or letting it sleep, locks the console too: in the installed app, and on Linux also where the console runs in a browser. In a browser on Windows or macOS it waits for its minutes: press **Lock** before you go.',
        },
        {
          kind: 'list',
          items: [
            '**Set a PIN** under **PIN for the lock**: your password, then 6 to 12 digits twice. Repeated digits, digits in a row and dates are refused.',
            'The PIN opens the lock on this computer only, and never signs you in. **Use the password instead** is always there.',
            'After five wrong tries, of either, only signing in with password and code helps.',
            'It is not possible where the console keeps nothing on this computer.',
          ],
        },
      ],
    },
    {
      id: 'health',
      heading: 'Sync health and diagnostics',
      blocks: [
        {
          kind: 'table',
          head: ['Sync health says', 'What it means'],
          rows: [
            ['Link', 'Connected, Connecting, Offline, Not signed in, Not allowed or Removed'],
            ['Last sync', 'When the server last brought everything here up to the same point'],
            ['Waiting to be sent', 'How much, and how old the oldest is'],
            ['Refused by the server', 'What a person has to look at in the queue'],
            ['This computer’s clock', 'Only to know: nothing is decided by it'],
            ['Size on this computer', 'How much the sealed copy takes'],
            ['What went wrong lately', 'Since the records were opened, in plain words'],
          ],
        },
        {
          kind: 'text',
          text: '**Sync now** asks the server at once. **Copy diagnostics** puts counts, times and codes on the clipboard for your IT: no names and no records. Under **Consoles**, administrators see the same of every console as **Last contact** and **Not sent**.',
        },
      ],
    },
  ],
  settings: [
    { setting: 'A console locks when nobody has used it for', effect: '1 to 60 minutes.' },
    {
      setting: 'A console without contact locks its records after',
      effect: '1 to 30 days: the lease. It holds from a console’s next contact.',
    },
  ],
  sources: [
    'renderer/console/devices/DevicesPage.tsx',
    'renderer/console/devices/HoldingPage.tsx',
    'renderer/console/devices/deviceWords.ts',
    'renderer/console/signIn/WaitingPage.tsx',
    'renderer/console/signIn/RemovedPage.tsx',
    'renderer/console/signIn/UnlockPage.tsx',
    'renderer/console/shell/IdleLock.tsx',
    'renderer/console/signIn/PinSection.tsx',
    'renderer/console/signIn/MySecurityPage.tsx',
    'renderer/console/syncHealth/SyncHealthPage.tsx',
    'renderer/console/syncHealth/healthDiagnostics.ts',
    'shared/devices/deviceRules.ts',
    'shared/ipc/leaseRules.ts',
    'shared/ipc/pinRules.ts',
  ],
}
