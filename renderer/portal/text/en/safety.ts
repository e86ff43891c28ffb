export const safety = {
  pageTitle: 'Staying safe',
  title: 'Staying safe here',
  link: 'Staying safe here',
  intro: 'If somebody else may look at your phone or computer, these few things help.',
  leaveTitle: 'Leaving quickly',
  leave:
    'Press “Leave quickly” at the top of any page, or the Escape key three times. You are signed out at once and Wikipedia opens instead. The Back button does not lead here again.',
  historyTitle: 'What stays in the browser',
  history:
    'The list of visited pages still shows the address of this portal. The titles of the pages are neutral. You can delete the entries under History, or open a private window before you come here.',
  sharedTitle: 'When others use the device',
  shared:
    'Tick “Others use this device” when you sign in: after 30 minutes without activity you are signed out. Do not let the browser save your password, and sign out when you are done.',
  messagesTitle: 'What messages look like',
  messages:
    'Emails and text messages are short. They name the clinic, but say nothing about your health or why you are there. If somebody else reads your mailbox, ask the clinic to use another address or to call you.',
  backTitle: 'If somebody else got in',
  back: 'Choose a new password. That ends every sign-in that is open. The clinic can also close your access for a while.',
}
