import type { Locator, Page } from 'playwright-core'
import type { DemoInstallation, DemoPerson } from './demoClinic'
import { totpNow } from './totp'

export const PASSPHRASE = 'seven quiet harbour boats'

/** First start on a computer without a keychain: a passphrase for the sealed copy. */
export async function choosePassphrase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choose a passphrase' }).click()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.getByRole('textbox', { name: 'The same again' }).fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Use this passphrase' }).click()
}

/** On the sign-in page, or in the dialog over a console whose session has ended. */
export async function signInStaff(
  page: Page | Locator,
  person: DemoPerson,
  code = totpNow(person.totpSecret),
): Promise<void> {
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel(/Code from/).fill(code)
}

/** The session has ended, the console goes on by itself; somebody signs in over it. */
export async function signInAgain(demo: DemoInstallation, page: Page, person: DemoPerson): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signInStaff(page.getByRole('dialog'), person, totpNow(person.totpSecret, demo.now()))
  await page.getByText('Up to date').waitFor()
}

export async function openFile(page: Page, query: string, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Participants' }).first().click()
  const search = page.getByRole('searchbox')
  await search.fill(query)
  await page.getByRole('row', { name }).waitFor()
  await search.press('Enter')
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

export async function openCreateInvite(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Portal', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Create Invite' }).click()
  return page.getByRole('dialog')
}

export interface ShownInvite {
  readonly link: string
  readonly shortCode: string
  readonly verbalCode: string | null
}

/** What the dialog shows once, and never again. */
export async function readInvite(dialog: Locator): Promise<ShownInvite> {
  const link = await dialog.getByRole('textbox', { name: 'Invite link' }).inputValue()
  const words = await dialog.innerText()
  const shortCode = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(words)?.[0] ?? ''
  return { link, shortCode, verbalCode: /\b\d{3} \d{3}\b/.exec(words)?.[0] ?? null }
}

export async function closeInvite(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Done' }).click()
  const asked = page.getByRole('dialog', { name: 'Have you handed over the link?' })
  const gone = page.getByRole('dialog').first().waitFor({ state: 'hidden' })
  await Promise.race([asked.waitFor(), gone])
  if (await asked.isVisible()) await asked.getByRole('button', { name: 'Close' }).last().click()
  await gone
}

/** A part of the file that is open: Details, Portal, Messages or Sign-ins. */
export async function openTab(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('navigation', { name: 'File' }).getByRole('link', { name }).click()
}

export const portalAccount = (page: Page) => page.getByRole('region', { name: 'Portal account' })

/** Flips the toggle of Manage Portal and says yes. */
export async function toggleAccess(page: Page, confirm: 'Revoke access' | 'Re-enable'): Promise<void> {
  await portalAccount(page).getByRole('switch', { name: 'Portal access' }).click()
  await page.getByRole('dialog').getByRole('button', { name: confirm }).click()
}

/** A part of Settings, changed and saved. */
export async function changeSettings(page: Page, part: string, change: () => Promise<void>): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: part }).click()
  await change()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved. It holds at once, for everybody.').last().waitFor()
  await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor()
}

/** Another person on a computer of their own, let in by an administrator who compares the words. */
export async function openSecondConsole(
  demo: DemoInstallation,
  page: Page,
  { person, approver }: { readonly person: DemoPerson; readonly approver: Page },
): Promise<void> {
  await choosePassphrase(page)
  await signInStaff(page, person, totpNow(person.totpSecret, demo.now()))
  await page.getByRole('heading', { name: 'Waiting for approval' }).waitFor()
  await approver.getByRole('link', { name: /Consoles/ }).click()
  await approver.getByRole('button', { name: /^Approve/ }).click()
  await approver.getByRole('button', { name: 'The words match, approve' }).click()
  await page.getByRole('searchbox').waitFor()
}

/** A message of the clinic to the person whose file this is. */
export async function sendMessage(page: Page, words: string): Promise<void> {
  await openTab(page, 'Messages')
  await page.getByLabel('Message').fill(words)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}
