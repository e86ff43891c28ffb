import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, expectAccessible, launchBrowser, openContext, shootAll } from './support/browser'
import {
  choosePassphrase,
  openCreateInvite,
  openFile,
  openTab,
  PASSPHRASE,
  readInvite,
  signInStaff,
} from './support/consoleWalk'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'
import { speak } from './support/pageChecks'
import { agreeToAll, register } from './support/portalWalk'
import { watchContext } from './support/watch'

let demo: DemoInstallation
let browser: Browser
/** The clinic's own machine: the console and the participant's page in one browser. */
let machine: BrowserContext
let console_: Page
let problems: string[] = []

beforeAll(async () => {
  demo = await startDemo({ participants: 100 })
  browser = await launchBrowser()
  machine = await openContext(browser, DESKTOP)
  const { url } = await demo.openConsole('machine')
  problems = await watchContext(machine, [demo.portalUrl, new URL(url).origin])
  console_ = await machine.newPage()
  await console_.goto(url)
  await choosePassphrase(console_)
  await signInStaff(console_, admin())
  await console_.getByText('100 participants').first().waitFor()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

const admin = () => demo.staff.find(({ role }) => role === 'admin') as DemoPerson
const WHO = { query: 'brien siob', name: "Siobhán O'Brien" }
const OTHER = { query: 'vb-000094', name: 'Thomas Abebe' }
const account = { email: 'siobhan.portal@example.org', name: 'Shiv at home', password: 'four boats on a quiet lake' }

/** From the file to the participant's page, with the console locked behind it. */
async function acceptHere({ query, name }: typeof WHO): Promise<{ page: Page; code: string; token: string }> {
  await openFile(console_, query, name)
  const dialog = await openCreateInvite(console_)
  await dialog.getByText('A code of 6 digits').click()
  await dialog.getByRole('button', { name: 'Create Invite' }).click()
  await dialog.getByText(/The link works until/).waitFor()
  const { link, verbalCode } = await readInvite(dialog)
  await dialog
    .getByRole('group', { name: /verbal code/ })
    .getByLabel('In person')
    .check()
  await shootAll(console_, 'kiosk-console-invite')
  await dialog.getByRole('button', { name: 'Accept on this computer' }).click()
  const asked = console_.getByRole('dialog', { name: 'Accept on this computer?' })
  await shootAll(console_, 'kiosk-console-question')
  const [page] = await Promise.all([
    machine.waitForEvent('page'),
    asked.getByRole('button', { name: 'Lock and open' }).click(),
  ])
  await console_.getByRole('textbox', { name: 'Passphrase' }).waitFor()
  return { page, code: verbalCode ?? '', token: link.split('#')[1] ?? '' }
}

async function unlock(): Promise<void> {
  await console_.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await console_.keyboard.press('Enter')
  await console_.getByRole('textbox', { name: 'Password' }).fill(admin().password)
  await console_.keyboard.press('Enter')
  await console_.getByRole('navigation', { name: 'Main' }).waitFor()
}

/** Nothing of a visit is on this machine any more. */
async function expectNothingLeft(page: Page, personal: readonly string[]): Promise<void> {
  expect(await machine.cookies(demo.portalUrl)).toEqual([])
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect(await page.evaluate(() => history.length)).toBe(1)
  const everything = async () => `${page.url()} ${await page.title()} ${await page.content()}`
  const shown = await everything()
  await page.goBack()
  for (const words of personal) for (const found of [shown, await everything()]) expect(found).not.toContain(words)
}

describe.sequential('a participant accepts on the clinic’s own machine', { timeout: 180_000 }, () => {
  test('product item 11: the console locks before the page is handed over, the visit ends with the last consent, and nothing of it stays', async () => {
    const before = await machine.newPage()
    await before.goto(`${demo.portalUrl}/sign-in`)
    await speak(before, 'es')
    await before.evaluate(() => localStorage.setItem('left-behind', 'by somebody'))
    await before.close()

    const { page, code, token } = await acceptHere(WHO)
    expect(await console_.locator('body').innerText()).not.toContain('Brien')
    expect(await console_.content()).not.toContain(token)

    await page.getByRole('heading', { name: 'One question first' }).waitFor()
    expect(page.url()).toBe(`${demo.portalUrl}/here`)
    expect(await page.evaluate(() => window.opener)).toBeNull()
    await expectAccessible(page)
    await shootAll(page, 'kiosk-code')
    await speak(page, 'fr')
    await speak(page, 'en')
    await page.getByLabel('The code you were told').fill(code)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Set up your account' }).waitFor()
    expect(await page.getByText('Others use this device').count()).toBe(0)
    for (const field of await page.locator('main input').all()) {
      if ((await field.getAttribute('type')) === 'radio') continue
      expect(await field.getAttribute('autocomplete')).toBe('off')
    }
    await expectAccessible(page)
    await shootAll(page, 'kiosk-register')
    await register(page, account)
    await page.getByText('Step 1 of 3').waitFor()
    await shootAll(page, 'kiosk-consent')
    expect((await machine.cookies(demo.portalUrl)).map(({ name }) => name)).toEqual(['__Host-vestibule'])
    await agreeToAll(page)
    await page.getByRole('heading', { name: 'You are all set' }).waitFor()
    await page.getByText('Please give the device back.').waitFor()
    expect(await page.getByText(new URL(demo.portalUrl).host).isVisible()).toBe(true)
    await expectAccessible(page)
    await shootAll(page, 'kiosk-done')
    await expectNothingLeft(page, [account.email, account.name, account.password, token, 'Siobh', 'by somebody'])
    await page.close()

    await unlock()
    await openFile(console_, WHO.query, WHO.name)
    await openTab(console_, 'Portal')
    await console_.getByText('Accepted').first().waitFor()
    await console_.getByText('Link on the clinic’s computer, code in person').waitFor()
    await shootAll(console_, 'kiosk-console-accepted')
  })

  test('product item 11: who walks away half-way is warned after four minutes; after five the page is closed and the invite still waits', async () => {
    const { page, code, token } = await acceptHere(OTHER)
    await page.getByLabel('The code you were told').fill(code)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Set up your account' }).waitFor()
    await page.clock.install()
    // A key pressed by mistake loads the page anew: the visit goes on, without the code being asked for again.
    await page.reload()
    await page.getByRole('heading', { name: 'Set up your account' }).waitFor()
    await speak(page, 'fr')
    await page.getByRole('textbox', { name: 'Courriel' }).fill('thomas.portal@example.org')
    await page.clock.fastForward('04:05')
    const warning = page.getByRole('dialog', { name: 'Êtes-vous toujours là ?' })
    await warning.waitFor()
    await shootAll(page, 'kiosk-warning')
    await warning.getByRole('button', { name: 'Je suis toujours là' }).click()
    await warning.waitFor({ state: 'hidden' })
    expect(await page.getByRole('textbox', { name: 'Courriel' }).inputValue()).toBe('thomas.portal@example.org')
    await page.clock.fastForward('04:05')
    await warning.waitFor()
    await page.clock.fastForward('00:56')
    await page.getByRole('heading', { name: 'Cette page est fermée' }).waitFor()
    await page.getByText('Veuillez rendre l’appareil.').waitFor()
    await expectAccessible(page)
    await shootAll(page, 'kiosk-stopped')
    await expectNothingLeft(page, ['thomas.portal', token, code, 'Abebe'])
    // The next person begins in the language of their own invite.
    const next = await machine.newPage()
    await next.goto(`${demo.portalUrl}/here`)
    await next.getByRole('heading', { name: 'Type the code from your letter' }).waitFor()
    // The browser's history still has the address of the one before.
    await next.goto(`${demo.portalUrl}/invite#${token}`)
    await next.getByRole('heading', { name: /does not work right now/ }).waitFor()
    await next.close()
    await page.close()

    await unlock()
    await openFile(console_, OTHER.query, OTHER.name)
    await openTab(console_, 'Portal')
    await console_.getByText('Opened').first().waitFor()
    await console_.getByRole('button', { name: 'Revoke' }).waitFor()
  })

  test('H1: no page broke its content policy, asked elsewhere or threw', () => {
    expect(problems).toEqual([])
  })
})
