import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const settingsAndBranding: HelpArticle = {
  id: 'help.settings.portal',
  slug: 'settings-and-branding',
  title: 'Settings and branding',
  category: 'settings',
  summary: 'Switch the portal and its ways in on or off, choose times and words, and give it your logo and colour.',
  tags: ['settings', 'branding', 'portal', 'terminology', 'sending'],
  aliases: [
    'logo',
    'accent colour',
    'welcome message',
    'terminology',
    'patient or client',
    'smtp',
    'sms',
    'test email',
    'turn portal off',
    'languages',
    'consent texts',
    'holidays',
    'complaints',
  ],
  audience: ['admin'],
  related: ['portal-sign-in', 'consents', 'correction-requests', 'staff-and-roles', 'what-participants-see'],
  whenToUse: ['You set the portal up, or change how it works.', 'Emails or text messages do not leave the server.'],
  sections: [
    {
      id: 'saving',
      heading: 'How saving works',
      blocks: [
        {
          kind: 'text',
          text: 'Settings are changed online, and each save is recorded. If a colleague saved in the meantime, yours is not written: you see theirs first. A change is in force at once, on every open page of the portal and on every console.',
        },
      ],
    },
    {
      id: 'portal',
      heading: 'Portal and ways in',
      blocks: [
        {
          kind: 'table',
          head: ['Setting', 'What it does', 'Unless changed'],
          rows: [
            ['The portal is on', 'Off: a friendly page for everybody, no sign-in, no invite, no data', 'on'],
            ['Email link, SMS code, Password', 'The ways in that are offered; at least one', 'password and email link'],
            ['An email link works for', '5 to 30 minutes', '15 minutes'],
            ['A password reset sent by staff works for', 'Of links that staff send, up to 48 hours', '24 hours'],
            ['How long things live: Invite', '24 hours, 48 hours, 7 or 14 days', '7 days'],
            [
              'Every invite needs a verbal code; wrong codes until it is locked',
              '3 to 5 wrong codes',
              'not required, 5 tries',
            ],
            ['Second factor: Required for everybody', 'Everybody sets up a second step at the next sign-in', 'off'],
            ['Shortest password', '15 characters, or 8 where MFA is required', '15'],
            [
              'Accounts without a sign-in are disabled after',
              'Disabled after 30 to 365 days without a sign-in, or never',
              '90 days',
            ],
          ],
        },
      ],
    },
    {
      id: 'functions',
      heading: 'Functions',
      blocks: [
        {
          kind: 'text',
          text: 'Details and messages are part of the portal. Self-scheduling, telehealth, receipts, online forms and insurance lead to a system of your own: enter its https address. A function without an address cannot be saved as on, so that no button leads nowhere.',
        },
      ],
    },
    {
      id: 'branding',
      heading: 'Branding',
      blocks: [
        {
          kind: 'list',
          items: [
            'Logo: PNG, JPEG or WebP, up to 200 KB.',
            'Accent colour: buttons, progress and links. A colour that is too pale to be seen is refused.',
            'Display name, welcome title, welcome message and contact information, in each language. An empty text falls back to English and then to ours.',
          ],
        },
        { kind: 'text', text: 'The preview shows the sign-in page as you type; nothing is in force before you save.' },
      ],
    },
    {
      id: 'words',
      heading: 'Words and languages',
      blocks: [
        {
          kind: 'text',
          text: 'Choose what the portal and this help call the people you serve, in singular and plural, for each language. Choose which languages the portal offers; English is always among them, because every text falls back to it.',
        },
      ],
    },
    {
      id: 'consents',
      heading: 'Consent texts',
      blocks: [
        {
          kind: 'text',
          text: 'Publishing a new version asks everybody again before anything else. Fix a typing error together with the next real change.',
        },
      ],
    },
    {
      id: 'corrections',
      heading: 'Correction requests',
      blocks: [
        {
          kind: 'table',
          head: ['Setting', 'What it does', 'Unless changed'],
          rows: [
            [
              '**Time to decide**',
              '60 days, 30 days or 30 business days, each once 30 more. Below stands by when a request that arrives now is to be decided',
              '60 days',
            ],
            [
              '**Holidays**',
              'Do not count as business days. Enter those of next year too: terms reach into it',
              'none',
            ],
            [
              '**Complaints about a decision**',
              'Stands in every letter, below your name, phone and email; in each language, and in English where one is empty',
              'empty',
            ],
          ],
        },
        {
          kind: 'text',
          text: 'Requests that are under way keep their dates. The law of 60 days is that of the United States; its letters name the federal office for complaints.',
        },
      ],
    },
    {
      id: 'sending',
      heading: 'Sending',
      blocks: [
        {
          kind: 'list',
          items: [
            'Sender name and address: staff tell them to {participants}, so change them rarely and say so.',
            '**Send a test email to** and **Send a test message to** send one message to an address of your choice, and show what the other server answered.',
            'Accounts and passwords of the mail and SMS services are not here: whoever runs the server enters them there.',
          ],
        },
      ],
    },
  ],
  settings: [],
  sources: [
    'renderer/console/settings/PortalPart.tsx',
    'renderer/console/settings/SecurityPart.tsx',
    'renderer/console/settings/BrandingPart.tsx',
    'renderer/console/settings/MessagesPart.tsx',
    'renderer/console/settings/CorrectionsPart.tsx',
    'shared/clinic/clinicSchemas.ts',
  ],
}
