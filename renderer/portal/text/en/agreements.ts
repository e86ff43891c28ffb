export const agreements = {
  pageTitle: 'My agreements',
  title: 'My agreements',
  intro: 'What you have agreed to, word for word, and when. You can print a receipt of each.',
  empty: 'Nothing here yet',
  emptyHint: 'What you agree to will be listed here.',
  current: 'In force',
  replaced: 'A newer version exists',
  agreedOn: ({ date }: { date: string }) => `Agreed on ${date}`,
  show: 'Read the text',
  hide: 'Hide the text',
  /** For screen readers, after the words of a button. */
  of: ({ title }: { title: string }) => `: ${title}`,
  print: 'Print receipt',
  receipt: 'Receipt of an agreement',
  facts: {
    who: 'Agreed by',
    clinic: 'Clinic',
    when: 'Date and time',
    version: 'Version',
    address: 'Network address',
    number: 'Receipt number',
    fingerprint: 'Fingerprint of the text',
  },
  fingerprintHint:
    'The fingerprint (SHA-256) changes when even one letter of the text does. With it anybody can check that these are the words you agreed to.',
}
