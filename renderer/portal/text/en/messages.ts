import { plural } from '../../../ui/language'

export const messages = {
  pageTitle: 'Messages',
  title: 'Messages',
  intro: 'What you and the clinic write to each other. The people there who look after you can read it.',
  urgent: 'Messages are not read around the clock. If it is urgent, call the clinic:',
  thread: 'Messages, oldest first',
  empty: 'No messages yet',
  emptyHint: 'Write to the clinic below. You will find the answer here.',
  you: 'You',
  clinic: 'Clinic',
  isNew: 'New',
  read: ({ time }: { time: string }) => `Read by the clinic ${time}`,
  unread: 'Not read yet',
  older: ({ count }: { count: number }) => `The newest ${count} messages are shown. The clinic keeps the older ones.`,
  label: 'Your message',
  send: 'Send',
  sent: 'Your message was sent.',
  blank: 'Please type a message first.',
  left: ({ count }: { count: number }) => plural('en', count, { one: '# character left', other: '# characters left' }),
  tooLong: ({ count }: { count: number }) =>
    plural('en', count, {
      one: 'This is # character too long. Please send it in two parts.',
      other: 'This is # characters too long. Please send it in two parts.',
    }),
  offTitle: 'Messages are not in use',
  off: 'The clinic has switched messages off. What you have written is kept.',
  home: 'To the home page',
}
