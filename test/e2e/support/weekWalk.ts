import type { Locator, Page } from 'playwright-core'
import { expectAccessible, shoot } from './browser'
import { closeInvite, openCreateInvite, openFile, openTab, readInvite, type ShownInvite } from './consoleWalk'
import type { DemoInstallation, DemoPerson } from './demoClinic'
import { totpNow } from './totp'

/** Everybody but Jürgen is in the program that the manager keeps. */
export const PEOPLE = {
  siobhan: "Siobhán O'Brien",
  rafael: 'Rafael Hernández',
  kenji: 'Kenji Fernández',
  quinn: 'Quinn Park',
  ibrahim: 'İbrahim Yıldız',
  jurgen: 'Jürgen Großmann',
} as const

export const NOT_WORKING = { name: /does not work right now/ }

/** When somebody wants to look: `SHOTS=1`. */
export async function look(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await shoot(page, `week-${name}`)
}

export const nav = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()

export async function openPortalTab(page: Page, name: string): Promise<void> {
  await openFile(page, name, name)
  await openTab(page, 'Portal')
}

/** Labels of the record's form and what is typed into them. */
export async function editFile(page: Page, name: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await openFile(page, name, name)
  await page.getByRole('button', { name: 'Edit details' }).click()
  for (const [label, value] of Object.entries(fields)) await page.getByRole('textbox', { name: label }).fill(value)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Edit details' }).waitFor()
}

/** The same way for link and code is warned of at once; what stands when the dialog closes is the note. */
export async function differentWays(dialog: Locator): Promise<void> {
  const link = dialog.getByRole('group', { name: 'How do you hand over the link?' })
  const code = dialog.getByRole('group', { name: 'How do you tell the verbal code?' })
  for (const way of [link, code]) await way.getByLabel('By email').check()
  await dialog.getByText('Link and code go the same way, by email').waitFor()
  await look(dialog.page(), 'invite-same-way')
  await expectAccessible(dialog.page())
  for (const way of [link, code]) await way.getByLabel('By email').uncheck()
  await link.getByLabel('By letter').check()
  await code.getByLabel('By phone').check()
  await dialog.getByText('Link and code go the same way').waitFor({ state: 'hidden' })
}

export async function makeInvite(
  page: Page,
  name: string,
  withCode: 'code' | 'no code',
  handOver: (dialog: Locator) => Promise<void> = async () => undefined,
): Promise<ShownInvite> {
  await openFile(page, name, name)
  const dialog = await openCreateInvite(page)
  if (withCode === 'code') await dialog.getByText('A code of 6 digits').click()
  await dialog.getByRole('button', { name: 'Create Invite' }).click()
  await dialog.getByRole('img', { name: /QR code/ }).waitFor()
  await dialog.getByText(/The link works until|It becomes live when this console is online/).waitFor()
  const shown = await readInvite(dialog)
  await handOver(dialog)
  await closeInvite(page)
  return shown
}

export async function askInviteRevoke(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke invite' }).click()
}

export async function openQueue(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sync: / }).click()
  await page.getByRole('link', { name: 'Open the queue' }).click()
  await page.getByRole('heading', { name: 'Queue', level: 1 }).waitFor()
}

/** The entries of one part of the queue, each as the words of its title and badge. */
export async function queued(page: Page, part: 'Needs a look' | 'Waiting for the server' | 'Done within a day') {
  const items = page.getByRole('region', { name: part, exact: true }).getByRole('listitem')
  const texts = await items.evaluateAll((all) => all.map((item) => item.firstElementChild?.textContent ?? ''))
  return texts.sort()
}

/** Nothing waits any more: everything was answered, for good or not. */
export async function drained(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try now' }).click()
  await page.getByRole('button', { name: /^Sync: (Needs a look|Up to date)/ }).waitFor()
}

export const goOffline = (page: Page) => page.getByRole('button', { name: /^Sync: Offline/ }).waitFor()

/** One conflict of the inbox. */
export const conflictOf = (page: Page, field: string): Locator =>
  page.getByRole('article', { name: new RegExp(`^${field} of`) })

/** With the network back, a console that was unlocked without it signs in with the server. A used step is never accepted again. */
export async function signInAgain(page: Page, demo: DemoInstallation, person: DemoPerson): Promise<void> {
  demo.pass(60)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.getByLabel(/Code from/).fill(totpNow(person.totpSecret, demo.now()))
}

/** From the row of a colleague in Staff and roles to the item of its menu. */
export async function changeColleague(page: Page, name: string, what: string): Promise<Locator> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Staff' }).click()
  await page.getByRole('button', { name: `Change ${name}` }).click()
  await page.getByRole('menuitem', { name: what }).click()
  return page.getByRole('dialog')
}
