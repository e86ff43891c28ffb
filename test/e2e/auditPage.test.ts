import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyAudit } from './support/auditCheck'
import { DESKTOP, expectAccessible, launchBrowser, openContext, shoot, watchProblems } from './support/browser'
import { choosePassphrase, openFile, openTab, signInStaff } from './support/consoleWalk'
import { queryDatabase } from './support/database'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'

const WHO = { query: 'brien siob', name: "Siobhán O'Brien" }
let demo: DemoInstallation
let browser: Browser
let page: Page
let problems: readonly string[] = []

const admin = () => demo.staff.find(({ role }) => role === 'admin') as DemoPerson
const openLog = async () => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit log' }).click()
  await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor()
}
const row = (words: string | RegExp) =>
  page.getByRole('list', { name: 'Events, newest first' }).getByRole('listitem').filter({ hasText: words })
const verifyFile = async (file: string) => {
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Verify a bundle file' }).click()
  await (await chosen).setFiles(file)
}

beforeAll(async () => {
  demo = await startDemo({ participants: 40 })
  browser = await launchBrowser()
  page = await (await openContext(browser, DESKTOP)).newPage()
  problems = watchProblems(page)
  await page.goto((await demo.openConsole('office')).url)
  await choosePassphrase(page)
  await signInStaff(page, admin())
  await page.getByText('40 participants').first().waitFor()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

describe.sequential('the audit log on a console, online, offline, and after somebody cut it', {
  timeout: 240_000,
}, () => {
  test('S0.25, U1: what was done to somebody stands in their timeline; the log narrows by what it is about and by its outcome', async () => {
    await openFile(page, WHO.query, WHO.name)
    await page.getByRole('button', { name: 'Edit details' }).click()
    await page.getByLabel('Pronouns').fill('she/they')
    await page.getByRole('button', { name: /^Save/ }).click()
    await page.getByText('she/they').first().waitFor()
    await page.getByRole('img', { name: /^Pending/ }).waitFor({ state: 'detached' })
    await openTab(page, 'Timeline')
    await row('changed a participant record').first().waitFor()
    await row('made an invite').first().waitFor()
    await expectAccessible(page)
    await openLog()
    await row('approved a console').first().waitFor()
    await page.getByRole('combobox', { name: 'About' }).click()
    await page.getByRole('option', { name: /nvite/ }).first().click()
    await row('made an invite').first().waitFor()
    await row('approved a console').first().waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'Outcome' }).click()
    await page.getByRole('option', { name: 'Refused' }).click()
    await row('made an invite').first().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Clear filters' }).first().click()
    await row('approved a console').first().waitFor()
  })

  test('F3: an export asks for the password again, and saves what may be seen as a table', async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Your password' }).fill('not this one')
    await dialog.getByRole('button', { name: 'Export' }).click()
    await dialog.getByText('That is not your password.').waitFor()
    await dialog.getByRole('textbox', { name: 'Your password' }).fill(admin().password)
    const saved = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Export' }).click()
    const text = readFileSync(await (await saved).path(), 'utf8')
    expect(text).toContain('participant.edited')
    expect(text.split('\n').length).toBeGreaterThan(15)
  })

  test('U3: the page verifies the whole log; without a network it says what it cannot, and still verifies a bundle', async () => {
    await page.getByRole('button', { name: 'Verify', exact: true }).click()
    await page.getByRole('button', { name: 'Verify the whole log' }).click()
    await page.getByText(/^Sound up to row/).waitFor()
    const bundle = join(demo.dataDir, 'bundle.html')
    expect(verifyAudit(demo.dataDir, '--bundle', bundle).status).toBe(0)
    demo.network.cut()
    await page.getByText('Verifying the log needs its rows, and so the server.').waitFor()
    expect(await page.getByRole('button', { name: 'Verify the whole log' }).isDisabled()).toBe(true)
    await verifyFile(bundle)
    await page.getByText(/^Sound up to row/).waitFor()
    await expectAccessible(page)
    await shoot(page, 'audit-offline')
  })

  test('U3, T4: rows that somebody cut off while the console was away are an alarm on every page, which nobody can wave aside', async () => {
    await queryDatabase(demo.dataDir, 'delete from audit_log where seq > (select max(seq) - 3 from audit_log)')
    demo.network.heal()
    const alarm = page.getByRole('alert').filter({ hasText: 'does not continue the one this console has seen' })
    await alarm.first().waitFor()
    for (const place of ['Participants', 'Conflicts', 'Help']) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click()
      await alarm.first().waitFor()
      expect(await alarm.first().getByRole('button').allInnerTexts()).toEqual(['Copy diagnostics'])
    }
    await expectAccessible(page)
    await shoot(page, 'audit-alarm')
    expect(verifyAudit(demo.dataDir).status).toBe(2)
    expect(problems).toEqual([])
  })
})
