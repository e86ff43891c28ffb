import { plural } from '../../../ui/language'

export const invite = {
  pageTitle: 'Invitation',
  openingTitle: 'Opening your invitation',
  shortCodeTitle: 'Type the code from your letter',
  shortCodeIntro:
    'The code has 16 letters and digits. If you received a link instead, open it from your message and this step is not needed.',
  shortCodeLabel: 'Code from your letter',
  shortCodeHint: 'Small or capital letters, with or without the lines between them.',
  shortCodeIncomplete: 'A code has 16 letters and digits. Please check it against your letter.',
  goOn: 'Continue',
  haveAccount: 'Already have an account?',
  verbalTitle: 'One question first',
  verbalIntro:
    'The clinic told you a code, in person or by phone. It shows that this invitation reached the right person.',
  verbalLabel: 'The code you were told',
  verbalTries: ({ tries }: { tries: number }) =>
    plural('en', tries, { one: 'You have # try.', other: 'You have # tries in all.' }),
  verbalEmpty: 'Please type the code.',
  verbalWrong: 'That code is not right. Please check it.',
  verbalWrongLeft: ({ tries }: { tries: number }) =>
    plural('en', tries, {
      one: 'That code is not right. You can try # more time.',
      other: 'That code is not right. You can try # more times.',
    }),
  verbalForgot: 'Not sure what the code was? Call the clinic before you try again:',
  stepCode: 'Your code',
  stepAccount: 'Your account',
  reopened: 'It took a while, so your invitation was opened again. What you typed is still here.',
  notWorkingTitle: 'This link does not work right now',
  notWorkingReason:
    'A new link may need a moment before it works. A link also stops working when it is old, when it was used, or when there is a newer one.',
  notWorkingNext: 'If you just received it, try again in a few minutes. Otherwise ask the clinic for another.',
  askAgain: 'Ask the clinic for a new link',
  askedTitle: 'Thank you',
  asked: 'If a new link can be sent, the clinic will get in touch with you. You can close this page.',
  typeCode: 'Type the code from a letter',
}
