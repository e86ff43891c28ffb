import type { Language } from '../../../clinic/clinicSchemas'
import type { Letter, LetterBlock } from '../letterBlocks'
import type { LetterChange, LetterFacts } from '../letterFacts'
import { en1 } from './en1'
import { es1 } from './es1'
import { fr1 } from './fr1'
import type { Words1 } from './words1'

const WORDS: Readonly<Record<Language, Words1>> = { en: en1, fr: fr1, es: es1 }

/** Version 1: 45 CFR 164.526(b)(2)(ii) for an extension, (c) and (d)(1) for a decision. Never change it: see `decisionLetter.ts`. */
export function letter1(facts: LetterFacts, language: Language): Letter {
  const words = WORDS[language]
  const isDecision = facts.kind === 'decision'
  return {
    kind: facts.kind,
    version: 1,
    language,
    title: isDecision ? words.decisionTitle : words.extensionTitle,
    from: senderLines(facts, words),
    to: facts.addressee,
    date: dayWords(facts.writtenOn, words),
    blocks: [...(isDecision ? decision(facts, words) : extension(facts, words)), ...complaint(facts, words)],
  }
}

function decision(facts: LetterFacts, words: Words1): LetterBlock[] {
  const { changes, ground } = facts
  const accepted = changes.length === 0 ? ground === null : changes.some(({ verdict }) => verdict === 'accepted')
  return [
    paragraph(words.decisionIntro(dayWords(facts.receivedOn, words))),
    ...asked(facts, words),
    heading(words.decided),
    ...verdicts(facts, words, accepted),
    ...(ground === null ? [] : [heading(words.why), paragraph(words.grounds[ground])]),
    ...(facts.answer ? [paragraph(words.clinicSays), quote(facts.answer)] : []),
    ...(accepted ? told(facts, words) : []),
    ...(ground === null ? [] : rights(words)),
  ]
}

function asked({ quote: message, description }: LetterFacts, words: Words1): LetterBlock[] {
  if (message === null && description === '') return []
  return [
    heading(words.asked),
    ...(message === null ? [] : [paragraph(words.aboutMessage), quote(message)]),
    ...(description === '' ? [] : [paragraph(words.yourWords), quote(description)]),
  ]
}

function verdicts({ changes, ground }: LetterFacts, words: Words1, accepted: boolean): LetterBlock[] {
  if (changes.length === 0) return [paragraph(ground === null ? words.acceptedWhole : words.deniedWhole)]
  const rows: LetterBlock = {
    kind: 'rows',
    columns: words.columns,
    rows: changes.map((change) => changeRow(change, words)),
  }
  return accepted ? [rows, paragraph(words.acceptedSays)] : [rows]
}

function changeRow({ field, old, proposed, verdict }: LetterChange, words: Words1): readonly string[] {
  const said = (value: string) => (field === 'birthDate' ? dayWords(value, words) : value)
  return [
    field === null ? words.otherField : words.fields[field],
    old === null ? words.nothing : said(old),
    proposed === null ? words.removed : said(proposed),
    verdict === 'accepted' ? words.accepted : words.denied,
  ]
}

function told({ persons }: LetterFacts, words: Words1): LetterBlock[] {
  if (persons.length === 0) return [heading(words.toldTitle), paragraph(words.toldNobody)]
  return [heading(words.toldTitle), paragraph(words.toldNamed), { kind: 'list', items: persons }]
}

function rights(words: Words1): LetterBlock[] {
  return [
    heading(words.disagreeTitle),
    paragraph(words.disagree),
    heading(words.noStatementTitle),
    paragraph(words.noStatement),
  ]
}

function extension(facts: LetterFacts, words: Words1): LetterBlock[] {
  return [
    paragraph(words.extensionIntro(dayWords(facts.receivedOn, words))),
    heading(words.extensionWhy),
    ...(facts.reason ? [quote(facts.reason)] : []),
    paragraph(words.extensionUntil(dayWords(facts.dueOn, words))),
    paragraph(words.extensionOnce),
  ]
}

/** 45 CFR 164.526(d)(1)(iv): the clinic with its phone, and whom the law names. The clinic's own words, if it has any, stand between. */
function complaint({ clinic, complaints, profile }: LetterFacts, words: Words1): LetterBlock[] {
  const ways = [clinic.phone && words.phone(clinic.phone), clinic.email, clinic.address].filter((way) => way !== '')
  return [
    heading(words.complainTitle),
    paragraph(words.complain(clinic.name)),
    { kind: 'list', items: ways },
    ...(complaints === '' ? [] : [paragraph(complaints)]),
    paragraph(profile === 'days_60_30' ? words.complainUs : words.complainElse),
  ]
}

function senderLines({ clinic }: LetterFacts, words: Words1): readonly string[] {
  const { name, address, phone, email } = clinic
  return [name, ...address.split('\n'), phone && words.phone(phone), email].filter((line) => line !== '')
}

function dayWords(day: string, words: Words1): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return words.day(year, month, date)
}

const heading = (text: string): LetterBlock => ({ kind: 'heading', text })
const paragraph = (text: string): LetterBlock => ({ kind: 'paragraph', text })
const quote = (text: string): LetterBlock => ({ kind: 'quote', text })
