import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
import {
  choosePassphrase,
  closeInvite,
  openCreateInvite,
  openFile,
  PASSPHRASE,
  readInvite,
  sendMessage,
  signInStaff,
} from './support/consoleWalk'
import { queryDatabase } from './support/database'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'
import { joinPortal, openInside, type PortalAccount } from './support/portalWalk'

const WHO = { query: 'brien siob', name: "Siobhán O'Brien" }
const account: PortalAccount = {
  email: 'siobhan@example.org',
  name: 'Shiv',
  password: 'four lanterns beside the quiet pier',
}
const NOTHING_SENT = 'Only the participant can press this. Nothing was sent.'

let demo: DemoInstallation
let browser: Browser
let desk: Page
let theirs: Page
let problems: readonly string[] = []
/** Whatever the console asks for, by path. */
const asked: string[] = []

const admin = () => demo.staff.find(({ role }) => role === 'admin') as DemoPerson
const frame = (): FrameLocator => desk.frameLocator('iframe')
const heading = (name: string) => frame().getByRole('heading', { level: 1, name })
const openPreview = async () => {
  await desk.getByRole('button', { name: 'Portal', exact: true }).click()
  await desk.getByRole('menuitem', { name: 'What the participant sees' }).click()
}
/** What somebody's own use of the portal would move. */
const stateOf = async () =>
  await queryDatabase(
    demo.dataDir,
    `select (select count(*) from message where read_at is not null) as read, (select max(last_active_at) from portal_session) as active,
      (select max(last_sign_in_at) from account) as signed_in, (select count(*) from audit_log where actor_kind = 'participant') as rows`,
  )

beforeAll(async () => {
  demo = await startDemo({ participants: 40 })
  browser = await launchBrowser()
  desk = await (await openContext(browser, DESKTOP)).newPage()
  problems = watchProblems(desk)
  desk.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await desk.goto((await demo.openConsole('office')).url)
  await choosePassphrase(desk)
  await signInStaff(desk, admin())
  await openFile(desk, WHO.query, WHO.name)
  theirs = await (await openContext(browser, PHONE)).newPage()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

describe.sequential('what the participant sees, looked at from the console', { timeout: 240_000 }, () => {
  test('product item 10: without an account the preview says so and shows the door they stand before', async () => {
    await openPreview()
    await desk.getByText('has no portal account yet').waitFor()
    await frame().getByRole('textbox', { name: 'Email' }).waitFor()
    await shootAll(desk, 'preview-no-account')
    await desk.getByRole('button', { name: 'Close' }).click()
    await desk.getByRole('heading', { level: 1, name: WHO.name }).waitFor()
  })

  test('product item 10: every page stands as they see it, on a computer and on a phone', async () => {
    const dialog = await openCreateInvite(desk)
    await dialog.getByRole('button', { name: 'Create Invite' }).click()
    await dialog.getByText(/The link works until/).waitFor()
    const invite = await readInvite(dialog)
    await closeInvite(desk)
    await joinPortal(theirs, invite.link, account)
    await sendMessage(desk, 'Your appointment is on Monday at ten.')
    await desk.getByRole('img', { name: /^Pending/ }).waitFor({ state: 'detached' })
    const before = await stateOf()
    asked.length = 0
    await openPreview()
    await heading(`Hello, ${account.name}`).waitFor()
    await shootAll(desk, 'preview-home')
    await expectAccessible(desk)
    const pages = frame().getByRole('navigation', { name: 'Pages' })
    for (const [link, title] of [
      [/^Messages/, 'Messages'],
      [/Who opened/, 'Who opened my record'],
      [/agreements/, 'My agreements'],
      [/orrection/, 'Correction requests'],
    ] as const) {
      await pages.getByRole('link', { name: link }).click()
      await heading(title).waitFor()
      await shoot(desk, `preview-${title.toLowerCase().replaceAll(' ', '-')}`)
    }
    await pages.getByRole('link', { name: 'Security' }).click()
    await frame().getByText('the Security page is left out').waitFor()
    await desk.getByText('Phone', { exact: true }).click()
    await frame().getByRole('button', { name: 'Menu' }).click()
    await pages.getByRole('link', { name: /^Messages/ }).click()
    await frame().getByText('Your appointment is on Monday at ten.').waitFor()
    await shootAll(desk, 'preview-phone-messages')
    // Sideways is for nobody: the frame is as wide as a phone, and so is the page in it.
    const [inner, outer] = await frame()
      .locator('html')
      .evaluate((html) => [html.scrollWidth, html.clientWidth])
    expect([inner, outer]).toEqual([390, 390])
    expect(await stateOf()).toEqual(before)
    expect(asked.filter((path) => path.startsWith('/api/portal'))).toEqual([])
    expect(asked.filter((path) => path === '/api/staff/preview.open')).toHaveLength(1)
  })

  test('product item 10: whatever else is pressed does nothing and says so; the language is the preview’s own', async () => {
    const before = await stateOf()
    const address = desk.url()
    const presses = [
      frame().getByRole('button', { name: 'Send', exact: true }),
      frame().getByRole('button', { name: 'Leave quickly' }),
    ]
    for (const press of presses) {
      await press.click()
      await desk.getByText(NOTHING_SENT).waitFor()
    }
    await frame().getByRole('textbox').press('H')
    expect(await frame().getByRole('textbox').inputValue()).toBe('')
    await shoot(desk, 'preview-pressed')
    await frame().getByRole('button', { name: 'Menu' }).click()
    await frame().getByRole('button', { name: 'Sign out' }).press('Enter')
    await desk.getByText(`“Sign out”: ${NOTHING_SENT}`).waitFor()
    await frame().locator('header select').selectOption('fr')
    await frame().getByRole('button', { name: 'Quitter vite' }).waitFor()
    expect(await desk.evaluate(() => document.documentElement.lang)).toBe('en')
    expect(desk.url()).toBe(address)
    expect(await desk.evaluate(() => Object.keys(sessionStorage))).toEqual([])
    expect(await stateOf()).toEqual(before)
    expect(await desk.title()).toBe('Vestibule')
    await frame().getByRole('button', { name: 'Quitter vite' }).focus()
    await desk.keyboard.press('Control+l')
    await desk.getByRole('textbox', { name: 'Passphrase' }).waitFor()
    expect(await desk.locator('iframe').count()).toBe(0)
    expect(await desk.content()).not.toContain('on Monday at ten')
    await desk.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
    await desk.keyboard.press('Enter')
    await desk.getByRole('textbox', { name: 'Password' }).fill(admin().password)
    await desk.keyboard.press('Enter')
    // The page that was open asks anew, which is a look of its own.
    await heading(`Hello, ${account.name}`).waitFor()
    if (process.env.SHOTS) {
      await desk.getByText('Dark', { exact: true }).click()
      await desk.getByText('Phone', { exact: true }).click()
      await shootAll(desk, 'preview-dark')
    }
    await desk.getByRole('button', { name: 'Close' }).click()
  })

  test('product item 10: offline the entry says that it needs the server; the participant reads that somebody looked', async () => {
    demo.network.cut()
    await desk.getByRole('button', { name: 'Portal', exact: true }).click()
    await desk.getByText('the preview asks the server').waitFor()
    expect(await desk.getByRole('menuitem', { name: 'What the participant sees' }).getAttribute('data-disabled')).toBe(
      'true',
    )
    await shootAll(desk, 'preview-offline-entry')
    demo.network.heal()
    await openInside(theirs, /Who opened/)
    await theirs.getByText('Your portal was looked at as you see it').first().waitFor()
    await shoot(theirs, 'preview-access-log')
    expect(problems).toEqual([])
  })
})
