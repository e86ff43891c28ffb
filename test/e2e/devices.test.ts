import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, expectAccessible, launchBrowser, openContext, shootAll, watchProblems } from './support/browser'
import { choosePassphrase, openSecondConsole, PASSPHRASE, signInStaff } from './support/consoleWalk'
import { type DemoInstallation, type DemoPerson, type OpenConsole, startDemo } from './support/demoClinic'
import { totpNow } from './support/totp'

const PIN = '482913'

let demo: DemoInstallation
let browser: Browser
let contexts: BrowserContext[]
let office: Page
let away: Page
let awayHost: OpenConsole
const problems: string[] = []

const person = (role: string) => demo.staff.find((one) => one.role === role) as DemoPerson
const nav = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()

beforeAll(async () => {
  demo = await startDemo({ participants: 60 })
  browser = await launchBrowser()
  contexts = [await openContext(browser, DESKTOP), await openContext(browser, DESKTOP)]
  for (const context of contexts) await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  office = await (contexts[0] as BrowserContext).newPage()
  away = await (contexts[1] as BrowserContext).newPage()
  problems.push(...watchProblems(office), ...watchProblems(away))
  await office.goto((await demo.openConsole('office')).url)
  await choosePassphrase(office)
  await signInStaff(office, person('admin'))
  await office.getByText('60 participants').first().waitFor()
  awayHost = await demo.openConsole('away')
  await away.goto(awayHost.url)
  await openSecondConsole(demo, away, { person: person('staff'), approver: office })
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

describe.sequential('a console away from the office, from its PIN to its end', { timeout: 240_000 }, () => {
  test('sync health says what is here and what waits, offline too; the diagnostics name nobody', async () => {
    await nav(away, 'Sync health')
    await away.getByRole('heading', { name: 'Sync health' }).waitFor()
    await expectAccessible(away)
    await shootAll(away, 'sync-health')
    await away.getByRole('button', { name: 'Copy diagnostics' }).click()
    await away.getByText('Diagnostics copied').waitFor()
    const text = await away.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/participants \d+/)
    expect(text).not.toMatch(/@|Siobh/)
  })

  test('R4: a PIN is set with the password, and opens the lock after the passphrase', async () => {
    await away.getByRole('button', { name: /: menu$/ }).click()
    await away.getByRole('menuitem', { name: 'My security' }).click()
    await away.getByRole('button', { name: 'Set a PIN' }).click()
    await away.getByRole('textbox', { name: 'Your password' }).fill(person('staff').password)
    await away.getByLabel('New PIN').fill('123456')
    await away.getByLabel('The same again').fill('123456')
    await away.getByRole('button', { name: 'Save the PIN' }).click()
    await away.getByText('These digits follow one another').waitFor()
    await shootAll(away, 'pin-refused')
    await away.getByLabel('New PIN').fill(PIN)
    await away.getByLabel('The same again').fill(PIN)
    await away.getByRole('button', { name: 'Save the PIN' }).click()
    await away.getByText('Your PIN is set.').waitFor()
    await away.keyboard.press('Control+l')
    await openVault()
    await away.getByLabel('PIN').waitFor()
    await expectAccessible(away)
    await shootAll(away, 'lock-pin')
    await away.getByLabel('PIN').fill('000001')
    await away.getByRole('button', { name: 'Unlock' }).click()
    await away.getByText('That PIN is not right. 4 tries left.').waitFor()
    await away.getByLabel('PIN').fill(PIN)
    await away.keyboard.press('Enter')
    await away.getByRole('navigation', { name: 'Main' }).waitFor()
  })

  test('D3: the registry says who works where and what it holds, down to the names', async () => {
    await nav(office, /Consoles/)
    await office
      .getByRole('link', { name: /^What .* holds$/ })
      .first()
      .waitFor({ timeout: 90_000 })
    await expectAccessible(office)
    await shootAll(office, 'consoles')
    await office
      .getByRole('link', { name: /^What .* holds$/ })
      .first()
      .click()
    await office.getByRole('button', { name: 'Make the list' }).click()
    await office.getByRole('button', { name: 'Print' }).waitFor()
    expect(await office.getByRole('row').count()).toBeGreaterThan(5)
    await expectAccessible(office)
    await shootAll(office, 'console-held')
    await nav(office, /Consoles/)
  })

  test('D3: suspended, it locks at once and says so, and goes on by itself at the door when it is resumed', async () => {
    await office
      .getByRole('button', { name: /^Suspend/ })
      .first()
      .click()
    const dialog = office.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Suspend this console' }).click()
    await dialog.getByText('Choose a reason.').waitFor()
    await dialog.getByLabel('Why').selectOption('lost')
    await shootAll(office, 'suspend')
    await dialog.getByRole('button', { name: 'Suspend this console' }).click()
    await office.getByText('is suspended.').waitFor()
    await away.getByRole('heading', { name: /suspended|Passphrase of this console/ }).waitFor()
    if (await away.getByRole('heading', { name: 'Passphrase' }).isVisible()) await openVault()
    await away.getByRole('heading', { name: 'This console is suspended' }).waitFor()
    await expectAccessible(away)
    await shootAll(away, 'suspended')
    await office.getByRole('button', { name: /^Resume/ }).click()
    await office.getByRole('button', { name: 'Resume this console' }).click()
    await office.getByText('can be used again.').waitFor()
    await away.getByRole('button', { name: 'Look now' }).click()
    await away.getByRole('heading', { name: 'Locked' }).waitFor()
    await away.getByRole('button', { name: 'Sign in with your code, or as someone else' }).click()
    await away.getByRole('heading', { name: 'Sign in' }).waitFor()
    demo.pass(60)
    await signInStaff(away, person('staff'), totpNow(person('staff').totpSecret, demo.now()))
    await away.getByRole('navigation', { name: 'Main' }).waitFor()
  })

  test('D3, Y1: wiped after a kill, with a change that was never sent: it confirms with its own key, and the clinic sees what was lost', async () => {
    demo.network.cut()
    await nav(away, 'Participants')
    const row = away.getByRole('row').nth(2)
    const name = (await row.getByRole('gridcell').first().innerText()).trim()
    await row.click()
    await away.getByRole('button', { name: 'Edit details' }).click()
    await away.getByLabel('Pronouns').fill('they/them')
    await away.getByRole('button', { name: /^Save/ }).click()
    await away.getByText(/1 waiting/).waitFor()
    await nav(away, 'Sync health')
    await away.getByText('The server could not be reached.').waitFor()
    expect(await away.locator('main').innerText()).not.toContain(name)
    await shootAll(away, 'sync-health-offline')
    // The note of what waits is a second behind.
    await away.waitForTimeout(1_500)
    await awayHost.host.stop('SIGKILL')
    demo.network.heal()
    await office.getByRole('button', { name: /^Wipe/ }).first().click()
    const dialog = office.getByRole('dialog')
    await dialog.getByLabel('Why').selectOption('stolen')
    await shootAll(office, 'wipe')
    await dialog.getByRole('button', { name: 'Wipe this console' }).click()
    await office.getByText('is to be wiped.').waitFor()
    await shootAll(office, 'consoles-wipe-ordered')

    awayHost = await demo.openConsole('away', { port: awayHost.port })
    await away.goto(awayHost.url)
    await openVault()
    await away.getByRole('heading', { name: 'This console was removed' }).waitFor()
    await away.getByRole('button', { name: 'Go to sign in' }).waitFor()
    await expectAccessible(away)
    await shootAll(away, 'removed')
    expect(await away.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
    await office.getByText('1 not sent and lost').waitFor()
    await shootAll(office, 'consoles-wiped')
  })

  test('D3: the wiped console is a new one: it chooses a place for its keys and waits for approval', async () => {
    await away.getByRole('button', { name: 'Go to sign in' }).click()
    await choosePassphrase(away)
    demo.pass(60)
    await signInStaff(away, person('staff'), totpNow(person('staff').totpSecret, demo.now()))
    await away.getByRole('heading', { name: 'Waiting for approval' }).waitFor()
    expect(problems).toEqual([])
  })
})

async function openVault(): Promise<void> {
  await away.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await away.getByRole('button', { name: 'Open' }).click()
}
