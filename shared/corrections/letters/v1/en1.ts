import type { Words1 } from './words1'

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

export const en1: Words1 = {
  day: (year, month, day) => `${MONTHS[month - 1]} ${day}, ${year}`,
  fields: {
    givenName: 'First name',
    familyName: 'Last name',
    preferredName: 'Preferred name',
    pronouns: 'Pronouns',
    birthDate: 'Date of birth',
    fileNumber: 'File number',
    address: 'Address',
    email: 'Email',
    phone: 'Phone',
  },
  otherField: 'Another detail',
  phone: (phone) => `Phone: ${phone}`,
  decisionTitle: 'Our decision about your request to correct your record',
  decisionIntro: (received) =>
    `On ${received} you asked us to correct your record. This letter tells you what we decided.`,
  asked: 'What you asked for',
  aboutMessage: 'Your request is about this message of ours:',
  yourWords: 'In your words:',
  decided: 'What we decided',
  columns: ['Detail', 'Before', 'You asked for', 'Decision'],
  nothing: 'nothing on file',
  removed: 'to be removed',
  accepted: 'Accepted',
  denied: 'Denied',
  acceptedWhole: 'We accept your request.',
  deniedWhole: 'We deny your request. Your record stays as it is.',
  acceptedSays: 'What we accepted now stands in your record. What stood there before stays on file with your request.',
  why: 'Why we denied it',
  grounds: {
    not_created_by_us:
      'We did not create this information. Whoever created it can correct it. If they cannot be reached any more, please tell us.',
    not_in_record: 'This information is not part of the record that is used to make decisions about you.',
    not_available:
      'This is information that the law does not open to your access, and so it cannot be corrected on request.',
    accurate_complete: 'We checked the information and find that it is accurate and complete.',
  },
  clinicSays: 'What we want to say to you:',
  disagreeTitle: 'If you disagree',
  disagree:
    'You have the right to write a statement of disagreement and say why. Write it in the portal, at this request under “Correction requests”, or on paper to the address above. It may be up to 2,000 characters long. We keep it with your record and send it along whenever we disclose the information that it is about. We may answer it in writing; then you receive a copy.',
  noStatementTitle: 'If you do not want to write a statement',
  noStatement:
    'You can ask us to send your request and this letter along whenever we disclose the information that it is about. A message, a call or a letter to us is enough.',
  toldTitle: 'Who is told of the correction',
  toldNamed:
    'You named these people. We tell them of the correction within a reasonable time, and also others of whom we know that they have the information and may rely on it:',
  toldNobody:
    'You did not name anybody. If there are people who should know of the correction, tell us who they are, and we will tell them. With your agreement we also tell others of whom we know that they have the information and may rely on it.',
  complainTitle: 'If you want to complain',
  complain: (clinic) => `You can complain to ${clinic} about this decision:`,
  complainUs:
    'You can also complain to the Secretary of the U.S. Department of Health and Human Services, Office for Civil Rights: www.hhs.gov/ocr/complaints. Nobody may treat you worse because you complained.',
  complainElse:
    'You can also complain to the authority that oversees the protection of health information where we are. Nobody may treat you worse because you complained.',
  extensionTitle: 'We need more time for your request',
  extensionIntro: (received) =>
    `On ${received} you asked us to correct your record. We cannot decide this in the usual time. This letter tells you why, and by when we will.`,
  extensionWhy: 'Why we need more time',
  extensionUntil: (due) => `We will decide by ${due} at the latest.`,
  extensionOnce: 'The time can be extended only this once.',
}
