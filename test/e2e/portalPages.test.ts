import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, launchBrowser, openContext, PHONE, seriousFaults, shoot } from './support/browser'
import {
  changeSettings,
  choosePassphrase,
  closeInvite,
  openCreateInvite,
  openFile,
  openTab,
  portalAccount,
  readInvite,
  type ShownInvite,
  signInStaff,
  toggleAccess,
} from './support/consoleWalk'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'
import { pressOn, tabTo, typeInto } from './support/keyboard'
import { type Mailbox, openMailbox } from './support/mailbox'
import { faultsOfPage } from './support/pageChecks'
import {
  askForLink,
  greeted,
  openInside,
  type PortalAccount,
  readSecret,
  register,
  signInByPassword,
  signOut,
} from './support/portalWalk'
import { totpNow } from './support/totp'
import { NEUTRAL, watchContext } from './support/watch'

let demo: DemoInstallation
let browser: Browser
let mailbox: Mailbox
let context: BrowserContext
let page: Page
let desk: Page
let invite: ShownInvite
let secret = ''
const problems: string[][] = []

const WHO = { query: 'brien siob', name: "Siobhán O'Brien", mail: 'siobhan.obrien.1.1@example.com' }
const account: PortalAccount = {
  email: 'siobhan.typed@example.org',
  name: 'Shiv',
  password: 'four lanterns beside the quiet pier',
}
const at = (path: string) => `${demo.portalUrl}${path}`
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })

/** Checks what is on the screen, in three languages. */
async function good(name: string): Promise<void> {
  expect.soft(await faultsOfPage(page, name)).toEqual([])
}

beforeAll(async () => {
  demo = await startDemo({ participants: 40 })
  mailbox = openMailbox(join(demo.dataDir, 'outbox'))
  browser = await launchBrowser()
  context = await openContext(browser, PHONE)
  problems.push(await watchContext(context, [demo.portalUrl]))
  page = await context.newPage()
  const { url } = await demo.openConsole('first')
  const console_ = await openContext(browser, DESKTOP)
  problems.push(await watchContext(console_, [new URL(url).origin]))
  desk = await console_.newPage()
  await desk.goto(url)
  await choosePassphrase(desk)
  await signInStaff(desk, demo.staff.find(({ role }) => role === 'admin') as DemoPerson)
  await openFile(desk, WHO.query, WHO.name)
  const dialog = await openCreateInvite(desk)
  await dialog.getByText('A code of 6 digits').click()
  await dialog.getByRole('button', { name: 'Create Invite' }).click()
  await dialog.getByText(/The link works until/).waitFor()
  invite = await readInvite(dialog)
  await closeInvite(desk)
}, 300_000)

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, shown] of Object.entries({ page, desk })) await shoot(shown, `failed-pages-${name}`)
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

const ROWS = 'WCAG 2.2 AA, product item 13'

describe.sequential('every page of the portal in three languages, narrow and enlarged', { timeout: 240_000 }, () => {
  test(`S3.4, S3.6, S3.7, S3.12, ${ROWS}: the sign-in page with each of its ways`, async () => {
    await page.goto(at('/sign-in'))
    await heading('Welcome to Harbour Street').waitFor()
    await good('/sign-in by link')
    await page.getByRole('button', { name: 'Use my password' }).click()
    await good('/sign-in by password')
    await page.getByText('Phone', { exact: true }).click()
    await good('/sign-in by phone')
    await page.getByLabel('Phone number').fill('416 555 0199')
    await page.getByRole('button', { name: 'Send Login Code' }).click()
    await heading('Check your phone').waitFor()
    await good('/sign-in/check by phone')
    await page.goto(at('/sign-in'))
    await askForLink(page, 'nobody@example.org')
    await good('/sign-in/check by email')
  })

  test(`S3.22 to S3.25, S4.27, ${ROWS}: the pages that help somebody who is outside`, async () => {
    for (const path of ['/locked-out', '/safety', '/link', '/reset', '/forgot']) {
      await page.goto(at(path))
      await page.locator('h1').waitFor()
      await good(path)
    }
    await page.getByRole('textbox', { name: 'Email' }).fill('nobody@example.org')
    await page.getByRole('button', { name: 'Send Reset Link' }).click()
    await heading('Check your email').waitFor()
    await good('/forgot, sent')
  })

  test(`S0.5, S0.11, S0.12, S4.13, ${ROWS}: from the code of the letter to the home page`, async () => {
    await page.goto(at('/invite'))
    await page.getByLabel('Code from your letter').waitFor()
    await good('/invite, typed code')
    await page.getByLabel('Code from your letter').fill(invite.shortCode)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('The code you were told').waitFor()
    await good('/invite, verbal code')
    await page.getByLabel('The code you were told').fill(invite.verbalCode ?? '')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Display name').waitFor()
    await good('/invite, registration')
    await register(page, account)
    await page.getByText('Step 1 of 3').waitFor()
    await good('/consent')
    for (const step of ['1 of 3', '2 of 3', '3 of 3']) {
      await page.getByText(`Step ${step}`).waitFor()
      await page.getByRole('button', { name: 'I agree' }).click()
    }
    await heading('A few more details').waitFor()
    await good('/details')
    await page.getByRole('button', { name: 'Not now' }).click()
    await greeted(page, account)
    await good('/home')
  })

  test(`S0.27, S1.1, S1.13, S2.71, product item 8, ${ROWS}: the pages of somebody signed in`, async () => {
    await openInside(page, /Messages/)
    await page.getByLabel('Your message').fill('Is the ramp open again?')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Your message was sent.').waitFor()
    await good('/portal/messages')
    await openInside(page, 'Who opened my record')
    await page.getByText('You set up your account').waitFor()
    await good('/portal/access')
    await openInside(page, 'My agreements')
    await page.getByRole('button', { name: 'Print receipt' }).first().waitFor()
    await good('/portal/agreements')
  })

  test(`S1.5 to S1.8, ${ROWS}: MFA is enabled without a mouse`, async () => {
    await openInside(page, 'Security')
    await pressOn(page, page.getByRole('button', { name: 'Enable MFA' }))
    await tabTo(page, page.getByRole('textbox', { name: 'Name' }))
    await page.keyboard.press('Enter')
    secret = await readSecret(page)
    await typeInto(page, page.getByLabel('6-digit code'), totpNow(secret, demo.now()))
    await page.keyboard.press('Enter')
    await pressOn(page, page.getByLabel('I have kept them'), 'Space')
    await pressOn(page, page.getByRole('button', { name: 'Done' }))
    await page.getByText('“My phone” is verified.').waitFor()
    await good('/portal/security')
  })

  test(`S1.1, S1.15, ${ROWS}: the app lock covers the page after five minutes`, async () => {
    await page.getByLabel('Lock after').selectOption('5')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/This device locks after/).waitFor()
    demo.pass(301)
    await page.goto(at('/home'))
    await page.getByRole('button', { name: 'Unlock' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/unlock')
    await good('/unlock')
    await page.getByRole('textbox', { name: 'Password' }).fill(account.password)
    await page.getByRole('button', { name: 'Unlock' }).click()
    await greeted(page, account)
    await signOut(page)
  })

  test(`S3.6, S3.13, M4, ${ROWS}: signing in by link and code without a mouse; another browser is asked first`, async () => {
    await page.goto(at('/sign-in'))
    await typeInto(page, page.getByRole('textbox', { name: 'Email' }), WHO.mail)
    await pressOn(page, page.getByRole('button', { name: 'Send Login Link' }))
    await heading('Check your email').waitFor()
    const { links } = await mailbox.take(WHO.mail, /sign-in link/)
    await context.clearCookies()
    await page.goto(links[0] ?? '')
    await heading('Sign in on this device?').waitFor()
    await good('/link, elsewhere')
    await pressOn(page, page.getByRole('button', { name: 'Sign in here' }))
    await heading('One more step').waitFor()
    await good('/sign-in/code')
    await typeInto(page, page.getByLabel('Code from your app'), totpNow(secret, demo.now()))
    await page.keyboard.press('Enter')
    await greeted(page, account)
    await signOut(page)
  })

  test(`S4.27, P5, ${ROWS}: the page that a reset link opens`, async () => {
    await page.goto(at('/forgot'))
    await page.getByRole('textbox', { name: 'Email' }).fill(WHO.mail)
    await page.getByRole('button', { name: 'Send Reset Link' }).click()
    const { links } = await mailbox.take(WHO.mail, /Choose a new password/)
    await page.goto(links[0] ?? '')
    await heading('Choose a new password').waitFor()
    await good('/reset')
  })

  test('S4.15 to S4.20, S0.18, WCAG 2.1.1: staff revoke access without a mouse', async () => {
    await pressOn(desk, desk.getByRole('link', { name: 'Participants' }).first())
    await typeInto(desk, desk.getByRole('searchbox'), WHO.query)
    await desk.getByText('1 found', { exact: true }).first().waitFor()
    await desk.keyboard.press('Enter')
    await desk.getByRole('heading', { level: 1, name: WHO.name }).waitFor()
    await pressOn(desk, desk.getByRole('navigation', { name: 'File' }).getByRole('link', { name: 'Portal' }))
    await pressOn(desk, portalAccount(desk).getByRole('switch', { name: 'Portal access' }), 'Space')
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Keep access' }).waitFor()
    await pressOn(desk, dialog.getByRole('button', { name: 'Revoke access' }))
    await portalAccount(desk).getByText('Disabled', { exact: true }).waitFor()
    await toggleAccess(desk, 'Re-enable')
    await portalAccount(desk).getByText('Active', { exact: true }).waitFor()
  })

  test('S0.28, S2.64, S4.15, WCAG 2.2 AA: the pages of the console', async () => {
    const faults: string[] = []
    const look = async (name: string) => {
      await desk.locator('h1').first().waitFor()
      faults.push(...(await seriousFaults(desk)).map((fault) => `${name}: ${fault}`))
      if ((await desk.locator('h1').count()) !== 1) faults.push(`${name}: not one h1`)
    }
    for (const tab of ['Portal', /Messages/, 'Sign-ins', 'Details']) {
      await openTab(desk, tab)
      if (tab === 'Sign-ins') await desk.getByText('Signed in', { exact: true }).first().waitFor()
      await look(`file, ${tab}`)
    }
    for (const name of ['Invites', 'Staff and roles', 'Consoles', 'Help', 'Settings']) {
      await desk.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
      // Not while its data comes: a button is enabled then.
      if (name === 'Staff and roles')
        await desk.getByRole('button', { name: 'Add colleague', disabled: false }).waitFor()
      await look(name)
      if (name !== 'Help') continue
      await desk.getByRole('link', { name: /^Printable guide/ }).click()
      await look('the printable guide')
      await desk.goBack()
      await desk.getByRole('region').getByRole('link').first().click()
      await look('a help article')
    }
    const parts = desk.getByRole('navigation', { name: 'Settings' })
    for (const part of await parts.getByRole('link').allInnerTexts()) {
      await parts.getByRole('link', { name: part, exact: true }).click()
      await look(`Settings, ${part}`)
    }
    await desk.getByRole('button', { name: /: menu$/ }).click()
    await desk.getByRole('menuitem', { name: 'My security' }).click()
    await look('My security')
    expect(faults).toEqual([])
  })

  test(`S0.24, S1.5 to S1.7, ${ROWS}: forced enrolment, step by step`, async () => {
    await changeSettings(desk, 'Sign-in and security', async () => {
      await desk.getByRole('switch', { name: 'Required for everybody' }).click()
    })
    await openFile(desk, WHO.query, WHO.name)
    await openTab(desk, 'Portal')
    await portalAccount(desk).getByRole('button', { name: 'Reset MFA' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByText('They have a new phone').click()
    await dialog.getByText('In person, known to me').click()
    await dialog.getByRole('button', { name: 'Reset MFA' }).click()
    await portalAccount(desk)
      .getByText(/to be set up at the next sign-in/)
      .waitFor()
    await page.goto(at('/sign-in'))
    await signInByPassword(page, account)
    await heading('Set up the second step').waitFor()
    await good('/enrol, name')
    await page.getByRole('button', { name: 'Continue' }).click()
    secret = await readSecret(page)
    await good('/enrol, scan')
    await page.getByLabel('6-digit code').fill(totpNow(secret, demo.now()))
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByRole('list', { name: 'Recovery codes' }).waitFor()
    await good('/enrol, recovery codes')
  })

  test(`S3.18, S3.27, ${ROWS}: the portal switched off`, async () => {
    await changeSettings(desk, 'Portal', async () => {
      await desk.getByRole('switch', { name: 'The portal is on' }).click()
    })
    page.on('dialog', (asked) => void asked.accept())
    await page.goto(at('/home'))
    await heading('This portal is not open at the moment').waitFor()
    await good('portal off')
  })

  test('product item 13: the Escape key, pressed three times, leaves at once from any page', async () => {
    await page.goto(at('/safety'))
    await heading('Staying safe here').waitFor()
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Escape')
    await page.waitForURL(NEUTRAL)
  })

  test('H1, H2: no page asked another server, broke its content policy, threw, or complained', () => {
    expect(problems.flat()).toEqual([])
  })
})
