import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { verifyAudit } from './support/auditCheck'
import {
  DESKTOP,
  expectAccessible,
  launchBrowser,
  openContext,
  PHONE,
  shoot,
  shootAll,
  watchProblems,
} from './support/browser'
import { businessDaysAfter, clinicTime, dayBeforeClockChange, daysAfter, inWords } from './support/clinicDays'
import {
  choosePassphrase,
  openFile,
  openSecondConsole,
  sendMessage,
  signInAgain,
  signInStaff,
} from './support/consoleWalk'
import {
  answerAndClose,
  countBusinessDays,
  describeRequest,
  fillWholeRequest,
  inboxRow,
  openInbox,
  openRequest,
  pressTwice,
  readLetter,
  requestCard,
  sendDecision,
  takeStep,
  writeDecision,
} from './support/correctionWalk'
import { type DemoInstallation, type DemoPerson, type OpenConsole, startDemo } from './support/demoClinic'
import { greeted, joinPortal, openInside, signInByPassword } from './support/portalWalk'
import { totpNow } from './support/totp'

const WHO = { query: 'brien siob', name: "Siobhán O'Brien" }
const account = { email: 'siobhan.typed@example.org', name: 'Shiv', password: 'four lanterns beside the quiet pier' }
const FIELDS = /Family name, Pronouns/
const LETTER_TITLES = [
  ['Français', 'Notre décision sur votre demande de correction'],
  ['Español', 'Nuestra decisión sobre su solicitud de corregir su expediente'],
  ['English', 'Our decision about your request to correct your record'],
] as const
const GROUND = 'It is accurate and complete'

let demo: DemoInstallation
let browser: Browser
/** Where it is tomorrow already. */
let phone: Page
let office: Page
/** A console on a network of its own. */
let away: Page
let awayHost: OpenConsole
/** The clinic's day on which the requests arrive, 40 days before its clocks are changed. */
let received = ''
const problems: string[] = []

const person = (email: string) => demo.staff.find((one) => one.email === email) as DemoPerson
const admin = () => person('amelie.girard@example.org')
const moveTo = (day: string, time: string) => demo.pass(Math.round((clinicTime(day, time) - demo.now()) / 1000))

async function signInPhone(): Promise<void> {
  await phone.goto(`${demo.portalUrl}/sign-in`)
  await signInByPassword(phone, account)
  await greeted(phone, account)
}
beforeAll(async () => {
  demo = await startDemo({ participants: 60 })
  browser = await launchBrowser()
  phone = await (await openContext(browser, PHONE, 'Pacific/Auckland')).newPage()
  office = await (await openContext(browser, DESKTOP)).newPage()
  away = await (await openContext(browser, DESKTOP, 'Pacific/Honolulu')).newPage()
  problems.push(...watchProblems(phone), ...watchProblems(office), ...watchProblems(away))
  await joinPortal(phone, `${demo.portalUrl}/invite#${demo.invite.token}`, account)
  received = dayBeforeClockChange(demo.now(), 40)
  moveTo(received, '23:30')
  await signInPhone()
  await office.goto((await demo.openConsole('office')).url)
  await choosePassphrase(office)
  await signInStaff(office, admin(), totpNow(admin().totpSecret, demo.now()))
  await office.getByText('60 participants').first().waitFor()
  awayHost = await demo.openConsole('away', { network: 'own' })
  await away.goto(awayHost.url)
  await openSecondConsole(demo, away, { person: person('inaki.etxeberria@example.org'), approver: office })
}, 300_000)

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, page] of Object.entries({ phone, office, away })) await shoot(page, `failed-corrections-${name}`)
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

describe.sequential('correction requests, from the phone to the last letter', { timeout: 240_000 }, () => {
  test('S0.26, G3: two fields, a file and a person; the answer is lost and sent for again: one request, due by the clinic’s day across a change of clocks', async () => {
    await fillWholeRequest(phone)
    await pressTwice(phone, { button: 'Send the request', call: /corrections\.submit/ })
    await phone.getByRole('heading', { level: 2 }).first().waitFor()
    expect(await phone.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Last name, Pronouns',
    ])
    await phone.getByText(`The clinic answers by ${inWords(daysAfter(received, 60))} at the latest.`).waitFor()
    await expectAccessible(phone)
    await shootAll(phone, 'corrections-sent')
  })

  test('S0.26: a request about a message of the clinic, and one in words alone', async () => {
    await openFile(office, WHO.query, WHO.name)
    await sendMessage(office, 'You see Dr. Weiss on Tuesday, as you asked.')
    await describeRequest(phone, 'The goal of March is not mine.')
    await openInside(phone, /Messages/)
    await phone.getByRole('button', { name: /^Something wrong in the message/ }).click()
    await phone.getByRole('dialog').getByLabel('Describe what is wrong').fill('I never asked for Dr. Weiss.')
    await shootAll(phone, 'corrections-about-message')
    await phone.getByRole('dialog').getByRole('button', { name: 'Send the request' }).click()
    await requestCard(phone, 'You see Dr. Weiss').getByText('I never asked').waitFor()
  })

  test('S0.17: the inbox has them in all zones under one day; acknowledged, the participant reads it', async () => {
    await openInbox(away)
    await inboxRow(away, FIELDS).waitFor()
    await shootAll(away, 'corrections-inbox')
    await openRequest(away, FIELDS)
    await away
      .getByRole('region', { name: 'Facts' })
      .getByText(inWords(daysAfter(received, 60)))
      .waitFor()
    await openRequest(office, FIELDS)
    await takeStep(office, 'Acknowledge')
    await office.getByText('Acknowledged', { exact: true }).first().waitFor()
    await phone.reload()
    await phone.getByText('Being looked at').waitFor()
  })

  test('G3, Y7: decided without a network while the participant withdraws: a conflict, and nothing is done', async () => {
    await openRequest(away, /Something else/)
    awayHost.network.cut()
    await writeDecision(away, { verdicts: { 'the request': 'Deny' }, ground: GROUND, explanation: 'We agreed on it.' })
    await sendDecision(away)
    await away.getByText('Decision queued, takes effect when online').waitFor()
    const card = requestCard(phone, 'The goal of March is not mine.')
    await card.getByRole('button', { name: 'Withdraw' }).click()
    await pressTwice(phone, { button: 'Withdraw', call: /corrections\.withdraw/ })
    await card.getByText(/^You withdrew this/).waitFor()
    awayHost.network.heal()
    await away.getByText('The participant withdrew this request before your decision reached the server.').waitFor()
    await away.getByText('Withdrawn by the participant').waitFor()
    await shootAll(away, 'corrections-withdrawn')
    await away.getByRole('button', { name: 'Dismiss' }).click()
  })

  test('G3, Y2, Y7: two consoles decide, and the answer to one is lost after the commit: applied once; the other author sees both', async () => {
    await openRequest(away, FIELDS)
    awayHost.network.cut()
    await writeDecision(away, { verdicts: { 'Family name': 'Accept', Pronouns: 'Accept' } })
    await sendDecision(away)
    await away.getByText('Decision queued, takes effect when online').waitFor()
    const explanation = 'The pronouns stand as you told us on the phone.'
    await writeDecision(office, {
      verdicts: { 'Family name': 'Accept', Pronouns: 'Deny' },
      ground: GROUND,
      explanation,
    })
    await shootAll(office, 'corrections-decide')
    for (const [language, title] of LETTER_TITLES) {
      const preview = office.getByRole('region', { name: 'Preview of the letter' })
      await preview.getByText(language, { exact: true }).click()
      await preview.getByRole('heading', { name: title }).waitFor()
    }
    const answered = demo.network.loseAnswer(/sync\.push/, 'cut')
    await sendDecision(office)
    await answered
    await office.getByText('Decision was sent, the answer is awaited').waitFor()
    expect(await office.getByText('Partly accepted').count()).toBe(0)
    await phone.reload()
    await phone.getByText('Partly accepted').waitFor()
    demo.network.heal()
    await office.getByText('Partly accepted').first().waitFor()
    awayHost.network.heal()
    await away
      .getByRole('region', { name: 'Your decision, not done' })
      .getByText('Accept: Family name, Pronouns')
      .waitFor()
    await away.getByRole('region', { name: 'The decision that stands' }).getByText('Deny: Pronouns').waitFor()
    await away.getByRole('heading', { level: 1, name: "Siobhán O'Brian" }).waitFor()
    await expectAccessible(away)
    await shootAll(away, 'corrections-conflict')
  })

  test('G3: letter, statement of disagreement, answer, persons told, closed; a lost answer makes one statement', async () => {
    expect(await readLetter(office, 'Decision letter')).toContain('The pronouns stand as you told us')
    await phone.getByRole('button', { name: 'Read the letter' }).click()
    await phone
      .getByRole('heading', { level: 1, name: 'Our decision about your request to correct your record' })
      .waitFor()
    await shootAll(phone, 'corrections-letter')
    await phone.getByRole('button', { name: 'Back to my requests' }).first().click()
    await phone.getByRole('button', { name: 'I disagree' }).click()
    await phone.getByRole('dialog').getByLabel('Your statement').fill('I never said that on the phone.')
    await pressTwice(phone, { button: 'Send the statement', call: /corrections\.disagree/ })
    await answerAndClose(office, 'We add your statement to the note of the call.')
    await shootAll(office, 'corrections-closed')
    await phone.reload()
    const card = requestCard(phone, 'Last name, Pronouns')
    await card.getByText(/^The clinic closed this request/).waitFor()
    await card.getByText('We add your statement to the note of the call.').waitFor()
    await card.getByText(/told on/).waitFor()
  })

  test('G3: under a law of business days a new request has its own term and is extended once; those under way keep theirs', async () => {
    const holiday = daysAfter(received, 7)
    await countBusinessDays(office, holiday)
    await shootAll(office, 'corrections-settings')
    const due = businessDaysAfter(received, 30, [holiday])
    await describeRequest(phone, 'My goal of April is missing.')
    await requestCard(phone, 'My goal of April')
      .getByText(`by ${inWords(due)} at the latest`)
      .waitFor()
    await requestCard(phone, 'You see Dr. Weiss')
      .getByText(`by ${inWords(daysAfter(received, 60))} at the latest`)
      .waitFor()

    moveTo(daysAfter(due, -3), '12:00')
    await signInAgain(demo, office, admin())
    await openInbox(office)
    await office.getByText('2 wait for a decision, 1 due within 7 days.').waitFor()
    await shootAll(office, 'corrections-inbox-soon')
    await openRequest(office, /My goal of April/)
    await takeStep(office, 'Start the review')
    await office.getByText('In review', { exact: true }).first().waitFor()
    await office.getByRole('button', { name: 'Extend' }).click()
    const dialog = office.getByRole('dialog')
    const last = businessDaysAfter(due, 30, [holiday])
    expect(await dialog.getByLabel('New due date').inputValue()).toBe(last)
    await dialog.getByLabel('Reason').fill('The note is in the archive.')
    await expectAccessible(office)
    await shootAll(office, 'corrections-extend')
    await dialog.getByRole('button', { name: 'Extend' }).click()
    await office.getByText('Extended', { exact: true }).first().waitFor()
    expect(await office.getByRole('button', { name: 'Extend', exact: true }).count()).toBe(0)
    expect(await readLetter(office, 'Letter about the extension')).toContain('The note is in the archive.')
  })

  test('G3, Y5: overdue begins at the clinic’s midnight for every reader; filters by program and hands; then it can still be decided', async () => {
    const due = daysAfter(received, 60)
    moveTo(due, '23:50')
    await signInPhone()
    await openInside(phone, 'Correction requests')
    const card = requestCard(phone, 'You see Dr. Weiss')
    await card.getByText(`The clinic answers by ${inWords(due)} at the latest.`).waitFor()
    demo.pass(20 * 60)
    await phone.reload()
    await card.getByText(`The clinic should have answered by ${inWords(due)}.`).waitFor()
    await shootAll(phone, 'corrections-overdue')
    await signInAgain(demo, office, admin())
    await openInbox(office)
    await office.getByText('2 wait for a decision, 1 overdue.').waitFor()
    await expectAccessible(office)
    await shootAll(office, 'corrections-inbox-overdue')
    await office.getByRole('combobox', { name: 'In whose hands' }).click()
    await office.getByRole('option', { name: 'With nobody yet' }).click()
    await inboxRow(office, /My goal of April/).waitFor({ state: 'hidden' })
    await office.getByRole('combobox', { name: 'Program' }).click()
    await office.getByRole('option').last().click()
    await office.getByText('Nothing matches').waitFor()
    await office.getByRole('button', { name: 'Show all' }).click()
    await openRequest(office, /I never asked/)
    await writeDecision(office, {
      verdicts: { 'the request': 'Deny' },
      ground: GROUND,
      explanation: 'You asked on Monday.',
    })
    await sendDecision(office)
    await office.getByText('Denied', { exact: true }).first().waitFor()
    expect(await readLetter(office, 'Decision letter')).toContain('You asked on Monday.')
  })

  test('G3, U1, Y2: the audit has each step once, in order, and no page broke its policy or threw', () => {
    const sound = verifyAudit(demo.dataDir)
    expect(sound.status).toBe(0)
    const steps = [...sound.stdout.matchAll(/\(correction\.([a-z_]+),/g)].map(([, step]) => step)
    expect(steps).toEqual([
      ...['submitted', 'submitted', 'submitted', 'acknowledged', 'withdrawn', 'partly_accepted', 'disagreed'],
      ...['rebutted', 'told', 'closed', 'submitted', 'in_review', 'extended', 'denied'],
    ])
    expect(problems).toEqual([])
  })
})
