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
  ],
  audience: ['admin'],
  related: ['portal-sign-in', 'consents', 'staff-and-roles', 'what-participants-see'],
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
            ['Portal', 'Off: a friendly page for everybody, no sign-in, no invite, no data', 'on'],
            ['Password, email link, SMS code', 'The ways in that are offered; at least one', 'password and email link'],
            ['Email link validity', '5 to 30 minutes', '15 minutes'],
            ['Reset link validity', 'Of links that staff send, up to 48 hours', '24 hours'],
            ['Invite validity', '24 hours, 48 hours, 7 or 14 days', '7 days'],
            ['Verbal code required, tries', 'For every invite; 3 to 5 tries', 'not required, 5 tries'],
            ['MFA required', 'Everybody sets up a second step at the next sign-in', 'off'],
            ['Password length', '15 characters, or 8 where MFA is required', '15'],
            ['Inactive accounts', 'Disabled after 30 to 365 days without a sign-in, or never', '90 days'],
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
          text: 'Details and messages are part of the portal. Scheduling, video visits, receipts, forms and insurance lead to a system of your own: enter its https address. A function without an address cannot be switched on, so that no button leads nowhere.',
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
            'Accent colour: buttons, progress and links. A colour on which words could not be read is refused or adjusted, with the reason.',
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
          text: 'Choose what the portal and this help call the people you serve, in singular and plural, for each language. Choose which languages the portal offers.',
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
      id: 'sending',
      heading: 'Sending',
      blocks: [
        {
          kind: 'list',
          items: [
            'Sender name and address: staff tell them to {participants}, so change them rarely and say so.',
            'Test email and test SMS send one message to an address of your choice, and show what the other server answered.',
            'Accounts and passwords of the mail and SMS services are not here: whoever runs the server enters them there.',
          ],
        },
      ],
    },
  ],
  settings: [],
  sources: ['shared/clinic/clinicSchemas.ts', 'shared/settings/settingsSchemas.ts', 'docs/decisions/0003-identity.md'],
}
