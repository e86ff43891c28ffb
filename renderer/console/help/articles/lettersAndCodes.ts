import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const lettersAndCodes: HelpArticle = {
  id: 'help.invites.letters',
  slug: 'letters-and-codes',
  title: 'Letters and verbal codes',
  category: 'invites',
  summary: 'Print an invitation, and pass its spoken code on by another way.',
  tags: ['letter', 'print', 'verbal code', 'QR code', 'on this computer'],
  aliases: [
    'verbal code',
    'spoken code',
    'qr',
    'paper invite',
    'short code',
    'invite by post',
    'handout',
    'kiosk',
    'tablet',
    'in the waiting room',
  ],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['invitations-and-accounts', 'manage-portal-access', 'working-offline', 'what-participants-see'],
  whenToUse: [
    'Somebody has no email, or would rather have paper.',
    'You want to be sure that the right person accepts the invite.',
    'Somebody is at the clinic and wants to accept now, without a device of their own.',
  ],
  sections: [
    {
      id: 'letter',
      heading: 'Print the letter',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Make the invite: **Portal**, then **Create Invite**.',
            'Press **Print letter** while the link is still on the screen.',
            'Hand it over or post it. The verbal code, if there is one, is not on it.',
          ],
        },
        {
          kind: 'text',
          text: 'The letter is in the {participant}’s language. It holds a QR code for a phone, and an address with a code of 16 letters and digits for somebody who types. Printing needs no network; the link starts to work when the server has the invite.',
        },
        { kind: 'tip', text: 'Lost the sheet? **Resend** makes a new link, and the old sheet stops working.' },
      ],
    },
    {
      id: 'code',
      heading: 'The verbal code',
      blocks: [
        {
          kind: 'text',
          text: 'A verbal code is a second thing that only the right person knows. It is asked for before the invite can be accepted.',
        },
        {
          kind: 'table',
          head: ['The link goes by', 'The code goes by'],
          rows: [
            ['email', 'phone, or in person'],
            ['letter by post', 'phone, or in person'],
            ['hand, at the desk', 'mouth, at the same visit; do not write it on the letter'],
            ['text message', 'phone call or in person, never the same thread'],
            ['this computer', 'mouth, before you hand it over, once you know who stands before you'],
          ],
        },
        {
          kind: 'list',
          items: [
            'Below the link, tick how you hand over the link and how you tell the code. It is noted with the invite, and the console warns you when both go the same way.',
            'A code of your own has 6 to 32 characters. Birth dates and simple rows of digits are refused.',
            'There are few tries, five at most, for the whole life of the invite. After that the invite is locked and you make a new one.',
            'The code is shown to you only once. When an invite is sent again, the {participant} can keep the code they know.',
          ],
        },
      ],
    },
    {
      id: 'kiosk',
      heading: 'On this computer, at the clinic',
      blocks: [
        {
          kind: 'text',
          text: 'Somebody who is at the clinic can accept at once, on your computer or tablet. Nothing of it stays there: no sign-in, no name, no password, no language.',
        },
        {
          kind: 'steps',
          items: [
            'Make the invite. If it has a verbal code, tell it now: it is not shown again.',
            'Press **Accept on this computer**, then **Lock and open**. This console locks, and the {participant}’s page opens.',
            'Hand over the computer. Stay near, but do not look at what they type.',
            'When the page says “Please give the device back”, take it, close the page and unlock the console.',
          ],
        },
        {
          kind: 'list',
          items: [
            'They sign in later, on their own phone or computer. The last page shows them the address.',
            'The page closes by itself after 5 minutes without a touch, with a warning one minute before. **Stop and close** ends it at once.',
            'Stopped after the account was made: they sign in at home and go on with the texts.',
            'Stopped before that: the invite is still open, but its link was used up by opening it here. **Resend** makes a new one. A printed letter of the same invite still works by its typed code.',
            'It needs the network. Without it, print the letter.',
          ],
        },
        {
          kind: 'tip',
          text: 'Nobody but you checks who sits at the computer. Make sure that it is the right person before you hand it over.',
        },
      ],
    },
    {
      id: 'warn',
      heading: 'Say that something is coming',
      blocks: [
        {
          kind: 'text',
          text: 'Tell people before you send an email: who it comes from, that it holds one link, and that it never asks for a password or a payment. Those who expect it do not delete it, and those who do not expect one can be careful.',
        },
      ],
    },
  ],
  settings: [
    { setting: 'Every invite needs a verbal code', effect: 'Every invite must have one.' },
    { setting: 'Wrong codes until an invite is locked', effect: 'Three to five wrong codes lock the invite.' },
    { setting: 'How long things live: Invite', effect: 'The date that stands on the letter.' },
  ],
  sources: [
    'renderer/console/invites/InviteLetter.tsx',
    'renderer/console/invites/letterText.ts',
    'renderer/console/invites/VerbalCodeChoice.tsx',
    'renderer/console/kiosk/AcceptHere.tsx',
    'renderer/portal/kiosk/Kiosk.tsx',
    'shared/kiosk/kioskRules.ts',
    'shared/invites/verbalCodeRules.ts',
  ],
}
