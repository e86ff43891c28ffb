import type { BrowserContext, Locator, Page } from 'playwright-core'
import { jpg } from '../../files/contents'
import { changeSettings } from './consoleWalk'
import { openInside } from './portalWalk'

/** The server does the next call of this kind, and its answer never arrives: the worst moment for a phone to lose its network. */
export async function loseNextAnswer(context: BrowserContext, call: RegExp): Promise<void> {
  await context.route(
    call,
    async (route) => {
      await route.fetch()
      await route.abort('internetdisconnected')
    },
    { times: 1 },
  )
}

/** Presses the button of the open dialog twice: the first answer is lost, after which the words still stand there and the reader sees why. */
export async function pressTwice(page: Page, { button, call }: { button: string; call: RegExp }): Promise<Locator> {
  const dialog = page.getByRole('dialog')
  await loseNextAnswer(page.context(), call)
  await dialog.getByRole('button', { name: button }).click()
  const lost = dialog.getByRole('alert').filter({ hasText: 'The portal cannot be reached.' })
  await lost.waitFor()
  const seen = await lost.boundingBox()
  await dialog.getByRole('button', { name: button }).click()
  await dialog.waitFor({ state: 'hidden' })
  if (!seen || seen.y < 0 || seen.y + seen.height > (page.viewportSize()?.height ?? 0))
    throw new Error('the reason stood out of sight')
  return dialog
}

/** Two fields with new values, words, a file and somebody who should hear of it. */
export async function fillWholeRequest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Something wrong with “Last name”?' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What it should say').fill("O'Brian")
  await dialog.getByRole('button', { name: 'Mark another detail' }).click()
  await dialog.getByLabel('What is wrong').last().selectOption({ label: 'Pronouns' })
  await dialog.getByLabel('What it should say').last().fill('they/them')
  await dialog.getByLabel('Why (optional)').fill('My passport has it with an a.')
  const file = { name: 'passport page.jpg', mimeType: 'image/jpeg', buffer: jpg(640, 400) }
  await dialog.locator('input[type=file]').first().setInputFiles(file)
  await dialog.getByRole('button', { name: 'Name somebody' }).click()
  await dialog.getByLabel('Name', { exact: true }).fill('Dr. Helena Marchetti-Fitzgerald of the northern district')
  await dialog.getByLabel('How to reach them').fill('+1 416 555 0150')
  await dialog.getByText(/^Attached, /).waitFor()
}

export async function describeRequest(page: Page, words: string): Promise<void> {
  await openInside(page, 'Home')
  await page.getByRole('button', { name: 'Ask for a correction' }).click()
  await page.getByRole('dialog').getByLabel('Describe what is wrong').fill(words)
  await page.getByRole('dialog').getByRole('button', { name: 'Send the request' }).click()
  await requestCard(page, words).waitFor()
}

/** One request on the participant's page. */
export const requestCard = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words }).first()

export const inboxRow = (page: Page, about: RegExp) => page.getByRole('row', { name: about })

export async function openInbox(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Corrections/ })
    .click()
  await page.getByRole('heading', { level: 1, name: 'Corrections' }).waitFor()
}

export async function openRequest(page: Page, about: RegExp): Promise<void> {
  await openInbox(page)
  await inboxRow(page, about).click()
  await page.getByRole('heading', { name: 'What they ask for' }).waitFor()
}

/** A step that asks once more in a dialog, whose own button is named last. */
export async function takeStep(page: Page, step: string, confirm = step): Promise<void> {
  await page.getByRole('button', { name: step, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: confirm, exact: true }).click()
}

export interface Decision {
  /** By the field's label, or "the request" for one without fields. */
  readonly verdicts: Readonly<Record<string, 'Accept' | 'Deny'>>
  readonly ground?: string
  readonly explanation?: string
}

export async function writeDecision(page: Page, { verdicts, ground, explanation }: Decision): Promise<void> {
  await page.getByRole('button', { name: 'Decide', exact: true }).click()
  for (const [what, verdict] of Object.entries(verdicts))
    await page
      .getByRole('radiogroup', { name: `Decision on ${what}` })
      .getByLabel(verdict)
      .check()
  if (ground !== undefined) await page.getByLabel(ground).check()
  if (explanation !== undefined) await page.getByLabel('Explanation').fill(explanation)
}

export async function sendDecision(page: Page): Promise<void> {
  await takeStep(page, 'Send the decision')
}

/** Opens a letter that was given out, which is shown only when it is verified, and returns what it says. */
export async function readLetter(page: Page, kind: 'Decision letter' | 'Letter about the extension'): Promise<string> {
  await page.getByRole('button', { name: `Read and print: ${kind}` }).click()
  const dialog = page.getByRole('dialog', { name: kind })
  await dialog.getByText('This is the letter that was sent').waitFor()
  const words = await dialog.innerText()
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await dialog.waitFor({ state: 'hidden' })
  return words
}

/** Settings: the law of business days, and one day more on which the clinic is closed. */
export async function countBusinessDays(page: Page, holiday: string): Promise<void> {
  await changeSettings(page, 'Correction requests', async () => {
    await page.getByText('30 business days, once 30 more').click()
    await page.getByLabel('Holiday', { exact: true }).fill(holiday)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
  })
}

/** An office's answer to a statement, who was told, and the end. */
export async function answerAndClose(page: Page, answer: string): Promise<void> {
  await page.getByRole('button', { name: 'Answer the statement' }).click()
  await page.getByRole('dialog').getByLabel('Answer').fill(answer)
  await page.getByRole('dialog').getByRole('button', { name: 'Send the answer' }).click()
  await page.getByText('Answered', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: /^Note as told: Dr. Helena/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Yes, note it' }).click()
  await page.getByText('Told', { exact: true }).waitFor()
  await takeStep(page, 'Close the request')
  await page.getByText('Closed', { exact: true }).first().waitFor()
}
