export const consent = {
  pageTitle: 'Please read',
  progress: 'Please read and agree',
  version: ({ version }: { version: number }) => `Version ${version}`,
  otherLanguage: 'This text is not available in your language. Call the clinic if you would like help with reading it.',
  changed: 'This text has changed since you opened it. Please read it again.',
  agree: 'I agree',
  earlier: 'What you agreed to before',
  notNow: 'Not now',
  notNowTitle: 'Stop here for now?',
  notNowMeaning:
    'You will be signed out. Your account stays, and so does what you have agreed to already. You can sign in and go on at any time. Until then the portal cannot show you anything.',
  notNowConfirm: 'Sign out',
  notNowCancel: 'Keep reading',
}
