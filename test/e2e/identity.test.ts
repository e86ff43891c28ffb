import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, launchBrowser, openContext, shoot } from './support/browser'
import {
  changeSettings,
  choosePassphrase,
  openFile,
  openSecondConsole,
  openTab,
  portalAccount,
  signInStaff,
  toggleAccess,
} from './support/consoleWalk'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'
import { type Mailbox, openMailbox } from './support/mailbox'
import {
  askForLink,
  chooseNewPassword,
  greeted,
  joinPortal,
  keepRecoveryCodes,
  openInside,
  type PortalAccount,
  readRecoveryCodes,
  scanAndVerify,
  signInByPassword,
  signOut,
  typeAppCode,
} from './support/portalWalk'
import { totpNow } from './support/totp'
import { NEUTRAL, watchContext } from './support/watch'

let demo: DemoInstallation
let browser: Browser
let mailbox: Mailbox
let home: BrowserContext
let page: Page
let desk: Page
let managerDesk: Page
let signInUrl = ''
let secret = ''
let recoveryCodes: readonly string[] = []
const problems: string[][] = []

/** The first person of the demo clinic, with the contacts of the record. Her manager is the second one. */
const WHO = { query: 'brien siob', name: "Siobhán O'Brien", mail: 'siobhan.obrien.1.1@example.com' }
const PHONE_NUMBER = '416-555-0176'
const account: PortalAccount = {
  email: 'siobhan.typed@example.org',
  name: 'Shiv',
  password: 'four lanterns beside the quiet pier',
}
const person = (email: string) => demo.staff.find((one) => one.email === email) as DemoPerson
const appCode = () => totpNow(secret, demo.now())

async function openWatched(origin: string): Promise<BrowserContext> {
  const context = await openContext(browser, DESKTOP)
  problems.push(await watchContext(context, [origin]))
  return context
}

async function openDesk(name: string): Promise<Page> {
  const { url } = await demo.openConsole(name)
  const context = await openWatched(new URL(url).origin)
  const opened = await context.newPage()
  await opened.goto(url)
  return opened
}

beforeAll(async () => {
  demo = await startDemo({ participants: 40 })
  signInUrl = `${demo.portalUrl}/sign-in`
  mailbox = openMailbox(join(demo.dataDir, 'outbox'))
  browser = await launchBrowser()
  home = await openWatched(demo.portalUrl)
  await home.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.portalUrl })
  page = await home.newPage()
  desk = await openDesk('first')
  await choosePassphrase(desk)
  await signInStaff(desk, person('amelie.girard@example.org'))
  await desk.getByText('40 participants').first().waitFor()
  managerDesk = await openDesk('manager')
  await openSecondConsole(demo, managerDesk, { person: person('inaki.etxeberria@example.org'), approver: desk })
}, 300_000)

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, shown] of Object.entries({ page, desk, managerDesk })) await shoot(shown, `failed-identity-${name}`)
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

/** A link to sign in with, asked for on `page`. The pause between two sends passes by the server's clock (L2). */
async function mailedLink(): Promise<string> {
  demo.pass(61)
  await page.goto(signInUrl)
  await askForLink(page, WHO.mail)
  const { links, text } = await mailbox.take(WHO.mail, /sign-in link/)
  expect(text).not.toContain(account.email)
  return links[0] ?? ''
}

describe.sequential('every way in and every way back, with the staff beside it', { timeout: 240_000 }, () => {
  test('S3.6, S3.8, S3.13: a link to the email of the record, opened in the browser that asked, goes on by itself in both tabs', async () => {
    await joinPortal(page, `${demo.portalUrl}/invite#${demo.invite.token}`, account)
    await signOut(page)
    const link = await mailedLink()
    expect(link).toMatch(/\/link#[A-Za-z0-9_-]{43}$/)
    await page.getByText(/^If s•••1@e•••\.com is the address/).waitFor()
    const opened = await home.newPage()
    await opened.goto(link)
    await greeted(opened, account)
    expect(opened.url()).toBe(`${demo.portalUrl}/home`)
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await greeted(page, account)
    await opened.close()
    await signOut(page)
  })

  test('S3.13: in another browser the link asks with one button first, and works once', async () => {
    const link = await mailedLink()
    const elsewhere = await openWatched(demo.portalUrl)
    const opened = await elsewhere.newPage()
    await opened.goto(link)
    await opened.getByRole('heading', { name: 'Sign in on this device?' }).waitFor()
    await opened.getByRole('button', { name: 'Sign in here' }).click()
    await greeted(opened, account)
    await opened.goto('about:blank')
    await opened.goto(link)
    await opened.getByRole('heading', { name: 'This link does not work right now' }).waitFor()
    await elsewhere.close()
  })

  test('S3.3, S3.4, S3.7, S3.8: by text message: the code is pasted as "123 456"', async () => {
    await page.goto(signInUrl)
    await page.getByText('Phone', { exact: true }).click()
    await page.getByLabel('Phone number').fill(PHONE_NUMBER)
    await page.getByRole('button', { name: 'Send Login Code' }).click()
    const { code = '' } = await mailbox.take('+14165550176', /sign-in code/)
    const pasted = `${code.slice(0, 3)} ${code.slice(3)}`
    await page.evaluate((words) => navigator.clipboard.writeText(words), pasted)
    await page.getByLabel('Code of 6 digits').focus()
    await page.keyboard.press('Control+V')
    expect(await page.getByLabel('Code of 6 digits').inputValue()).toBe(code)
    await page.getByRole('button', { name: 'Verify & Sign In' }).click()
    await greeted(page, account)
    await signOut(page)
  })

  test('S3.5, S4.13: by the email that was typed at registration, and the password', async () => {
    await signInByPassword(page, account)
    await greeted(page, account)
  })

  test('S1.1, S1.4 to S1.8, S1.13, M6: MFA is enabled on the Security page; its ten recovery codes are shown once', async () => {
    await openInside(page, 'Security')
    await page.getByRole('heading', { level: 1, name: 'Security' }).waitFor()
    expect(page.url()).toBe(`${demo.portalUrl}/portal/security`)
    await page.getByRole('button', { name: 'Enable MFA' }).click()
    secret = await scanAndVerify(page, demo.now)
    recoveryCodes = await readRecoveryCodes(page)
    await keepRecoveryCodes(page)
    await page.getByText('“My phone” is verified.').waitFor()
    await page.reload()
    await page.getByText('10 codes left').waitFor()
    expect(await page.locator('body').innerText()).not.toContain(recoveryCodes[0])
    await mailbox.take(WHO.mail, /second step was added/)
    await signOut(page)
  })

  test('M4, S3.13: the link alone is not enough any more: it leads to the code of the app', async () => {
    await page.goto(await mailedLink())
    await typeAppCode(page, appCode())
    await greeted(page, account)
    await signOut(page)
  })

  test('M5, M6: a recovery code lets in instead of the app, once', async () => {
    const [code = ''] = recoveryCodes
    for (const round of ['first', 'second']) {
      await signInByPassword(page, account)
      await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
      await page.getByLabel('Recovery code').fill(code.toLowerCase())
      await page.getByRole('button', { name: 'Verify & Sign In' }).click()
      if (round === 'second') break
      await greeted(page, account)
      await signOut(page)
    }
    await page.getByText(/That code is not right/).waitFor()
    await mailbox.take(WHO.mail, /recovery code was used[\s\S]*9 are left/)
    await page.getByRole('button', { name: 'Use the code from my app' }).click()
    demo.pass(31)
    await typeAppCode(page, appCode())
    await greeted(page, account)
  })

  test('S0.22, S4.14, S4.15: staff see that there is a second factor and how many recovery codes are left, and nothing more', async () => {
    await openFile(managerDesk, WHO.query, WHO.name)
    await openTab(managerDesk, 'Portal')
    const panel = portalAccount(managerDesk)
    await panel.getByText('On, 1 app').waitFor()
    await panel.getByText('9 recovery codes left').waitFor()
    await panel.getByText('Active').waitFor()
    await shoot(managerDesk, 'console-account-mfa')
  })

  test('S0.27: a message each way, and a mail that says nothing of it', async () => {
    await openInside(page, /Messages/)
    await page.getByLabel('Your message').fill('Is the ramp open again?')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Your message was sent.').waitFor()
    await openTab(managerDesk, /Messages/)
    await managerDesk.getByText('Is the ramp open again?').waitFor()
    await managerDesk.getByRole('textbox', { name: 'Message' }).fill('Yes, since Monday.')
    await managerDesk.getByRole('button', { name: 'Send' }).click()
    const { text } = await mailbox.take(WHO.mail, /something new for you/)
    expect(text).not.toContain('Monday')
    await page.reload()
    await page.getByText('Yes, since Monday.').waitFor()
    await page.getByText(/Read by the clinic/).waitFor()
    await shoot(page, 'portal-messages')
  })

  test('product item 8: the participant reads who opened the record', async () => {
    await openInside(page, 'Who opened my record')
    await page.getByRole('heading', { level: 1, name: 'Who opened my record' }).waitFor()
    const opened = page.getByRole('listitem').filter({ hasText: 'Your record was opened' })
    await opened.filter({ hasText: 'Iñaki Etxeberria, manager' }).first().waitFor()
    await page.getByText('Your messages were read').waitFor()
    await shoot(page, 'portal-access-log')
  })

  test('S0.18, S0.19, S2.72, S4.16 to S4.19, W4: Revoke Access ends the session at the next click, and every way in', async () => {
    await openTab(managerDesk, 'Portal')
    await toggleAccess(managerDesk, 'Revoke access')
    await portalAccount(managerDesk).getByText('Disabled', { exact: true }).waitFor()
    await openInside(page, 'My agreements')
    await page.getByText('Please sign in to go on.').waitFor()
    expect(await page.evaluate(async () => (await fetch('/api/portal/auth.me')).status)).toBe(401)
    await signInByPassword(page, account)
    await page.getByText(/do not match/).waitFor()
    demo.pass(61)
    await page.goto(signInUrl)
    await askForLink(page, WHO.mail)
    await page.goto(signInUrl)
    await page.getByText('Phone', { exact: true }).click()
    await page.getByLabel('Phone number').fill(PHONE_NUMBER)
    await page.getByRole('button', { name: 'Send Login Code' }).click()
    await page.getByRole('heading', { name: 'Check your phone' }).waitFor()
    await shoot(managerDesk, 'console-account-disabled')
  })

  test('S0.20, S4.20: Re-enable gives the same account back, without a new invite; nothing was sent meanwhile', async () => {
    await toggleAccess(managerDesk, 'Re-enable')
    await portalAccount(managerDesk).getByText('Active').waitFor()
    await mailbox.take(WHO.mail, /can sign in again/)
    expect(mailbox.rest().map(({ to, subject }) => `${to} ${subject}`)).toEqual([])
    await page.goto(signInUrl)
    await signInByPassword(page, account)
    await typeAppCode(page, appCode())
    await greeted(page, account)
  })

  test('S0.22, S0.23, M8: a manager resets MFA with a reason and how identity was checked; the participant is told and signs in without', async () => {
    await portalAccount(managerDesk).getByRole('button', { name: 'Reset MFA' }).click()
    const dialog = managerDesk.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Reset MFA' }).click()
    await dialog.getByText('Choose a reason.').waitFor()
    await dialog.getByText('The phone is lost or stolen').click()
    await dialog.getByText('Photo ID seen').click()
    await dialog.getByRole('button', { name: 'Reset MFA' }).click()
    await portalAccount(managerDesk).getByText('Off since it was reset').waitFor()
    await mailbox.take(WHO.mail, /second step was reset/)
    await page.goto(`${demo.portalUrl}/home`)
    await page.getByText('Please sign in to go on.').waitFor()
    await signInByPassword(page, account)
    await greeted(page, account)
  })

  test('S4.24 to S4.27: staff send a password reset; the link ends every session and sets the new password', async () => {
    await portalAccount(managerDesk).getByRole('button', { name: 'Reset Password' }).click()
    await managerDesk.getByRole('dialog').getByRole('button', { name: 'Send the link' }).click()
    const { links } = await mailbox.take(WHO.mail, /Choose a new password[\s\S]*has sent you this link/)
    const elsewhere = await openWatched(demo.portalUrl)
    const opened = await elsewhere.newPage()
    account.password = 'seven grey herons over the slipway'
    await chooseNewPassword(opened, links[0] ?? '', account.password)
    await elsewhere.close()
    await page.goto(`${demo.portalUrl}/home`)
    await page.getByText('Please sign in to go on.').waitFor()
    await signInByPassword(page, account)
    await greeted(page, account)
    await signOut(page)
  })

  test('S4.27, S4.28, P5: a forgotten password is replaced without anybody at the clinic', async () => {
    await page.getByRole('button', { name: 'Use my password' }).click()
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByRole('textbox', { name: 'Email' }).fill(WHO.mail)
    await page.getByRole('button', { name: 'Send Reset Link' }).click()
    await page.getByRole('heading', { name: 'Check your email' }).waitFor()
    const { links } = await mailbox.take(WHO.mail, /Choose a new password[\s\S]*Somebody asked/)
    account.password = 'nine copper kettles in the boathouse'
    await chooseNewPassword(page, links[0] ?? '', account.password)
    await signInByPassword(page, account)
    await greeted(page, account)
  })

  test('product item 9: the sign-ins of the file name the last one', async () => {
    await openTab(managerDesk, 'Sign-ins')
    await managerDesk.getByText('Their last sign-in worked.').waitFor()
    await managerDesk.getByText('New password chosen').first().waitFor()
    await shoot(managerDesk, 'console-sign-ins')
  })

  test('product item 13: a quick exit ends the session and leaves no way back in the history', async () => {
    const tab = await home.newPage()
    await tab.goto(`${demo.portalUrl}/home`)
    await openInside(tab, 'Security')
    await openInside(tab, 'My agreements')
    await tab.getByRole('heading', { level: 1, name: 'My agreements' }).waitFor()
    await page.close()
    await tab.getByRole('button', { name: 'Leave quickly' }).click()
    await tab.waitForURL(NEUTRAL)
    const back = await tab.goBack({ waitUntil: 'load' }).catch(() => null)
    expect([null, NEUTRAL]).toContain(back?.url() ?? null)
    expect(tab.url()).not.toContain(demo.portalUrl)
    page = await home.newPage()
    await page.goto(`${demo.portalUrl}/home`)
    await page.getByRole('heading', { name: 'Welcome to Harbour Street' }).waitFor()
    expect(await page.evaluate(async () => (await fetch('/api/portal/auth.me')).status)).toBe(401)
    await tab.close()
  })

  test('S2.64 to S2.68, S3.15, S3.17: accent colour and words are the clinic’s at the next load', async () => {
    await changeSettings(desk, 'Branding', async () => {
      await desk.getByLabel('Accent colour').fill('#7a1f5c')
      await desk.keyboard.press('Tab')
      await desk.getByText(/^Readable/).waitFor()
      await shoot(desk, 'console-settings-branding')
    })
    await changeSettings(desk, 'Words', async () => {
      await desk.getByRole('combobox', { name: 'Call the people you serve' }).click()
      await desk.getByRole('option', { name: 'clients', exact: true }).click()
    })
    await desk.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Clients' }).waitFor()
    await page.goto(signInUrl)
    await page.getByText('For clients and caregivers of Harbour Street Clinic').waitFor()
    const button = page.getByRole('button', { name: 'Send Login Link' })
    expect(await button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(122, 31, 92)')
    await shoot(page, 'portal-sign-in-branded')
  })

  test('S3.18, S3.27: with the portal switched off there is one friendly page for everybody, and switched on all is as before', async () => {
    const flip = async () => await desk.getByRole('switch', { name: 'The portal is on' }).click()
    await changeSettings(desk, 'Portal', flip)
    await page.goto(signInUrl)
    await page.getByRole('heading', { name: 'This portal is not open at the moment' }).waitFor()
    expect(await page.getByRole('textbox').count()).toBe(0)
    await shoot(page, 'portal-off')
    await changeSettings(desk, 'Portal', flip)
    await page.goto(signInUrl)
    await page.getByRole('button', { name: 'Send Login Link' }).waitFor()
  })

  test('S0.24, S1.2, S1.3, S1.5: where the clinic requires MFA nothing opens before it is set up, and then the session goes on', async () => {
    await changeSettings(desk, 'Sign-in and security', async () => {
      await desk.getByRole('switch', { name: 'Required for everybody' }).click()
    })
    await signInByPassword(page, account)
    await page.getByRole('heading', { name: 'Set up the second step' }).waitFor()
    await page.goto(`${demo.portalUrl}/portal/messages`)
    await page.getByRole('heading', { name: 'Set up the second step' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/enrol')
    secret = await scanAndVerify(page, demo.now)
    await readRecoveryCodes(page)
    await keepRecoveryCodes(page)
    await greeted(page, account)
  })

  test('S0.12: a new version of a consent text is asked for at the next click, before anything else', async () => {
    await desk.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Consent texts' }).click()
    await desk
      .getByRole('button', { name: /new version/i })
      .first()
      .click()
    const editor = desk.getByRole('dialog', { name: / version/ })
    await editor.getByRole('textbox', { name: 'Text' }).first().fill('We keep what you tell us, and tell nobody else.')
    await editor.getByRole('button', { name: 'Publish' }).click()
    await desk
      .getByRole('dialog', { name: /^Publish version/ })
      .getByRole('button', { name: 'Publish' })
      .click()
    await desk.getByText(/^Published/).waitFor()
    await openInside(page, 'Security')
    await page.getByText('We keep what you tell us, and tell nobody else.').waitFor()
    await page.getByRole('button', { name: 'I agree' }).click()
    await greeted(page, account)
  })

  test('H1, H2: no page asked another server, broke its content policy, threw, or complained', () => {
    expect(problems.flat()).toEqual([])
  })
})
