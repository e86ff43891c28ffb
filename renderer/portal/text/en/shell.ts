export const shell = {
  language: 'Language',
  loading: 'Loading',
  signIn: 'Sign in',
  signOut: 'Sign out',
  phone: 'Phone',
  email: 'Email',
  address: 'Address',
  callClinic: 'Questions? Call the clinic:',
  offline: 'You are offline. What you have typed stays on this page.',
  errorTitle: 'This did not load',
  pageErrorTitle: 'This page could not be shown',
  pageErrorSentence: 'Please load it again. If that does not help, call the clinic.',
}
