import type { Locator, Page } from 'playwright-core'
import type { DemoPerson } from './demoClinic'
import { totpNow } from './totp'

export const PASSPHRASE = 'seven quiet harbour boats'

/** First start on a computer without a keychain: a passphrase for the sealed copy. */
export async function choosePassphrase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choose a passphrase' }).click()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.getByRole('textbox', { name: 'The same again' }).fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Use this passphrase' }).click()
}

export async function signInStaff(page: Page, person: DemoPerson, code = totpNow(person.totpSecret)): Promise<void> {
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel(/Code from/).fill(code)
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
  await asked.waitFor({ timeout: 1_500 }).catch(() => undefined)
  if (await asked.isVisible()) await asked.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
