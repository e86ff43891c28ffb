import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const consents: HelpArticle = {
  id: 'help.access.consents',
  slug: 'consents',
  title: 'Consents',
  category: 'access',
  summary: 'Three texts come before everything else. What is kept, what a new version does, and where the receipt is.',
  tags: ['consent', 'agreement', 'receipt', 'version'],
  aliases: ['agreements', 'terms', 'privacy notice', 'consent 1 of 3', 'receipt', 'new version'],
  audience: ['admin', 'manager', 'staff', 'front_desk'],
  related: ['what-participants-see', 'invitations-and-accounts', 'settings-and-branding'],
  whenToUse: [
    'An account says “Registering, consent 1 of 3”.',
    'Somebody asks what they agreed to.',
    'Your clinic changes one of the texts.',
  ],
  sections: [
    {
      id: 'flow',
      heading: 'How it goes',
      blocks: [
        {
          kind: 'list',
          items: [
            'After the registration the portal shows the three texts one after another. Nothing else opens before all three are agreed to.',
            '**Not now** signs out. What was agreed to stays, and the next sign-in goes on from there.',
            'Each agreement is kept with version, language, time and a fingerprint of the text.',
          ],
        },
      ],
    },
    {
      id: 'new',
      heading: 'A new version',
      blocks: [
        {
          kind: 'text',
          text: 'When an administrator publishes a new version, everybody is asked again at their next request, before anything else. The account then counts as registering until they have agreed; access to the record waits that long. Earlier agreements stay on file.',
        },
      ],
    },
    {
      id: 'receipt',
      heading: 'The receipt',
      blocks: [
        {
          kind: 'text',
          text: 'In the portal under **My agreements** everybody finds what they agreed to and when, and can print it.',
        },
      ],
    },
    {
      id: 'questions',
      heading: 'When somebody does not want to agree',
      blocks: [
        {
          kind: 'text',
          text: 'The portal cannot be used without the three texts; the care does not depend on it. Explain the text, offer help with reading it, and do what they need by phone or on paper instead. Never press the button for them.',
        },
      ],
    },
  ],
  settings: [
    {
      setting: 'Consent texts',
      effect: 'The words of the three texts in each language; every published version has a number.',
    },
    {
      setting: 'Languages',
      effect: 'In which languages a text should exist. A missing one is shown in English with a note.',
    },
  ],
  sources: [
    'renderer/portal/consent/ConsentPage.tsx',
    'renderer/portal/text/en/agreements.ts',
    'shared/consent/consentRules.ts',
    'renderer/console/settings/ConsentsPart.tsx',
  ],
}
