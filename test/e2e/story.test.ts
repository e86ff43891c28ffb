import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { findRunning } from '../../server/platform/database/embedded'
import { missingInOrder, verifyAudit } from './support/auditCheck'
import { DESKTOP, expectAccessible, launchBrowser, openContext, PHONE, shoot, watchProblems } from './support/browser'
import {
  choosePassphrase,
  closeInvite,
  openCreateInvite,
  openFile,
  readInvite,
  type ShownInvite,
  signInStaff,
} from './support/consoleWalk'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'

let demo: DemoInstallation
let browser: Browser
let desk: BrowserContext
let console_: Page
let phone: Page
let invite: ShownInvite
const problems: string[] = []
const account = { email: 'zoe.portal@example.org', name: 'Zoë', password: '' }

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchBrowser()
  desk = await openContext(browser, DESKTOP)
  await desk.grantPermissions(['clipboard-read', 'clipboard-write'])
  console_ = await desk.newPage()
  problems.push(...watchProblems(console_))
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 300_000)

const admin = () => demo.staff.find(({ role }) => role === 'admin') as DemoPerson
const WHO = { query: 'brien siob', name: "Siobhán O'Brien" }

describe.sequential('the main job, from the console to the portal', { timeout: 240_000 }, () => {
  test('D2, R2: staff choose how this computer keeps records, then sign in with password and TOTP; the first administrator needs no approval', async () => {
    const { url } = await demo.openConsole('first')
    await console_.goto(url)
    await shoot(console_, 'console-storage')
    await expectAccessible(console_)
    await choosePassphrase(console_)
    await console_.getByLabel('Email').waitFor()
    await shoot(console_, 'console-sign-in')
    await expectAccessible(console_)
    await signInStaff(console_, admin())
    await console_.getByText('200 participants').first().waitFor()
  })

  test('S0.2: the list shows everybody in scope and finds them by any words, without diacritics', async () => {
    await expectAccessible(console_)
    await shoot(console_, 'console-participants')
    await console_.getByRole('searchbox').fill(WHO.query)
    await console_.getByText('1 found', { exact: true }).first().waitFor()
    await shoot(console_, 'console-search')
    await console_.setViewportSize(PHONE)
    await shoot(console_, 'console-participants-390')
    await expectAccessible(console_)
    await console_.setViewportSize(DESKTOP)
  })

  test('Y1, S4.4: an edit made without a network is in the file at once, marked pending, and reaches the server by itself', async () => {
    await openFile(console_, WHO.query, WHO.name)
    await shoot(console_, 'console-file')
    await expectAccessible(console_)
    demo.network.cut()
    await console_.getByRole('button', { name: 'Edit details' }).click()
    await expectAccessible(console_)
    await console_.getByLabel('Preferred name').fill('Shiv')
    await console_.getByRole('button', { name: 'Save' }).click()
    await console_.getByRole('img', { name: /^Pending/ }).waitFor()
    await console_.getByRole('button', { name: /^Sync: Offline/ }).waitFor()
    await shoot(console_, 'console-file-offline')
  })

  test('S0.3, S0.4, S0.6, S0.7, S0.13, S4.1, S4.2: from the menu of the file an invite is made offline: link, QR, typed code and verbal code are there, email says why not', async () => {
    const dialog = await openCreateInvite(console_)
    await dialog.getByText('A code of 6 digits').click()
    await dialog.getByText(/over different channels/).waitFor()
    await expectAccessible(console_)
    await dialog.getByRole('button', { name: 'Create Invite' }).click()
    await dialog.getByText('Waiting for the server').waitFor()
    await dialog.getByRole('img', { name: /QR code/ }).waitFor()
    expect(await dialog.getByRole('button', { name: /^Email to/ }).isDisabled()).toBe(true)
    invite = await readInvite(dialog)
    expect(invite.link).toMatch(/\/invite#[A-Za-z0-9_-]{43}$/)
    expect(invite.shortCode).not.toBe('')
    expect(invite.verbalCode).not.toBeNull()
    await shoot(console_, 'console-invite-offline')
  })

  test('S0.13: the letter prints link, QR and typed code, and never the verbal code', async () => {
    await console_.emulateMedia({ media: 'print' })
    const letter = await console_.evaluate(() => document.body.innerText)
    await shoot(console_, 'console-letter')
    await console_.emulateMedia({ media: null })
    expect(letter).toContain(invite.shortCode)
    expect(letter.replace(/\s/g, '')).not.toContain((invite.verbalCode ?? '').replace(' ', ''))
  })

  test('I6: until the server has the hash, the link gives the one answer of every link that does not work', async () => {
    const context = await openContext(browser, PHONE)
    const early = await context.newPage()
    await early.goto(invite.link)
    await early.getByRole('heading', { name: /does not work right now/ }).waitFor()
    await shoot(early, 'portal-link-not-working')
    await expectAccessible(early)
    await context.close()
  })

  test('S0.8, S0.9, S4.7, S4.23: back online the console says until when the link works; staff copy it, or email it and warn of the spam folder', async () => {
    demo.network.heal()
    const dialog = console_.getByRole('dialog')
    await dialog.getByText(/The link works until/).waitFor()
    await shoot(console_, 'console-invite-live')
    await expectAccessible(console_)
    await dialog.getByRole('button', { name: 'Copy: Invite link' }).click()
    expect(await console_.evaluate(() => navigator.clipboard.readText())).toBe(invite.link)
    await dialog.getByRole('button', { name: /^Email to/ }).click()
    await dialog.getByText(/emailed.*no-reply@example\.org.*spam folder/).waitFor()
  })

  test('S4.3, S4.4, S4.8: the email goes to the starred address with the link that starts registration and without the verbal code', async () => {
    const folder = join(demo.dataDir, 'outbox')
    // The folder comes with the first message, and a file under its own name only when it is whole.
    const messages = () => (existsSync(folder) ? readdirSync(folder).filter((name) => /^[^.].*\.json$/.test(name)) : [])
    await expect.poll(() => messages().length, { timeout: 60_000 }).toBe(1)
    const text = readFileSync(join(folder, messages()[0] ?? ''), 'utf8')
    const message = JSON.parse(text) as { to: string; links: string[] }
    expect(message.to).toMatch(/^siobhan\.obrien/)
    expect(message.links).toEqual([invite.link])
    expect(text.replace(/\s/g, '')).not.toContain((invite.verbalCode ?? '').replace(' ', ''))
  })

  test('I3, I4: on the phone the token leaves the address bar, and the console shows the invite as opened', async () => {
    const context = await openContext(browser, PHONE)
    phone = await context.newPage()
    problems.push(...watchProblems(phone))
    await phone.goto(invite.link)
    await phone.getByLabel('The code you were told').waitFor()
    expect(phone.url()).toBe(`${demo.portalUrl}/invite`)
    await shoot(phone, 'portal-verbal-code')
    await expectAccessible(phone)
    await console_.getByRole('dialog').getByText('The participant has opened it').waitFor()
  })

  test('S0.5, S0.11: the verbal code as it was said, then email, display name and a suggested passphrase', async () => {
    await phone.getByLabel('The code you were told').fill(invite.verbalCode ?? '')
    await phone.getByRole('button', { name: 'Continue' }).click()
    await phone.getByLabel('Email').fill(account.email)
    await phone.getByLabel('Display name').fill(account.name)
    await phone.getByRole('button', { name: 'Suggest a passphrase' }).click()
    const suggested = phone.getByRole('region', { name: 'Suggested passphrase' })
    account.password = (await suggested.getByRole('status').innerText()).trim()
    await suggested.getByRole('button', { name: 'Use this' }).click()
    await shoot(phone, 'portal-registration')
    await expectAccessible(phone)
    await phone.getByRole('button', { name: 'Create my account' }).click()
  })

  test('S0.12, I9: three consents, one after the other, the details that the clinic lacks, then the home page with the details as the clinic has them', async () => {
    for (const step of ['1 of 3', '2 of 3', '3 of 3']) {
      await phone.getByText(`Step ${step}`).waitFor()
      if (step === '1 of 3') await shoot(phone, 'portal-consent')
      await expectAccessible(phone)
      await phone.getByRole('button', { name: 'I agree' }).click()
    }
    await phone.getByRole('heading', { name: 'A few more details' }).waitFor()
    await expectAccessible(phone)
    await phone.getByRole('button', { name: 'Not now' }).click()
    await phone.getByRole('heading', { name: `Hello, ${account.name}` }).waitFor()
    await phone.getByText('Shiv', { exact: true }).waitFor()
    await phone.getByText('Harbour Street Clinic').first().waitFor()
    await shoot(phone, 'portal-home')
    await phone.setViewportSize(DESKTOP)
    await shoot(phone, 'portal-home-1280')
    await expectAccessible(phone)
    await phone.setViewportSize(PHONE)
  })

  test('S0.14, S0.15, S0.16, S4.14: the console shows accepted and the active account without a reload', async () => {
    await console_.getByRole('dialog').getByText('The participant has set up the account').waitFor()
    await closeInvite(console_)
    await console_.getByRole('link', { name: 'Portal' }).click()
    const panel = console_.getByRole('region', { name: 'Portal account' })
    await panel.getByText('Active').waitFor()
    await panel.getByText(account.email).waitFor()
    await console_.getByText('Accepted').first().waitFor()
    await shoot(console_, 'console-manage-portal')
    await expectAccessible(console_)
  })

  test('S4.13, W1: the participant signs out and in again with the password; the used link is dead', async () => {
    await phone.getByRole('button', { name: 'Menu' }).click()
    await phone.getByRole('button', { name: 'Sign out' }).click()
    await phone.getByRole('heading', { name: 'Welcome to Harbour Street' }).waitFor()
    await shoot(phone, 'portal-sign-in')
    await expectAccessible(phone)
    await phone.getByRole('textbox', { name: 'Email' }).fill(account.email)
    await phone.getByRole('button', { name: 'Use my password' }).click()
    await phone.getByRole('textbox', { name: 'Password' }).fill(account.password)
    await phone.getByRole('button', { name: 'Sign in', exact: true }).click()
    await phone.getByRole('heading', { name: `Hello, ${account.name}` }).waitFor()
    const again = await phone.context().newPage()
    await again.goto(invite.link)
    await again.getByRole('heading', { name: /does not work right now/ }).waitFor()
    await again.close()
  })

  test('S0.16, S4.16: another invite is revoked in Manage Portal, and only then shown as revoked', async () => {
    await openFile(console_, 'vb-000094', 'Thomas Abebe')
    const dialog = await openCreateInvite(console_)
    await dialog.getByRole('button', { name: 'Create Invite' }).click()
    await dialog.getByText(/The link works until/).waitFor()
    await closeInvite(console_)
    await console_.getByRole('link', { name: 'Portal' }).click()
    await console_.getByRole('button', { name: 'Revoke' }).click()
    await console_
      .getByRole('dialog')
      .getByRole('button', { name: /^Revoke/ })
      .click()
    await console_.getByText('Revoked').first().waitFor()
    await shoot(console_, 'console-invite-revoked')
  })

  test('D3: another console waits for an administrator, shows its words, and goes on by itself when approved', async () => {
    const { url } = await demo.openConsole('second')
    const context = await openContext(browser, DESKTOP)
    const second = await context.newPage()
    problems.push(...watchProblems(second))
    await second.goto(url)
    await choosePassphrase(second)
    await signInStaff(second, demo.staff.find(({ role }) => role === 'staff') as DemoPerson)
    await second.getByRole('heading', { name: 'Waiting for approval' }).waitFor()
    await shoot(second, 'console-waiting')
    await expectAccessible(second)
    await console_.getByRole('link', { name: /Consoles/ }).click()
    await console_.getByRole('button', { name: /^Approve/ }).click()
    await shoot(console_, 'console-approve')
    await console_.getByRole('button', { name: 'The words match, approve' }).click()
    await second.getByRole('searchbox').waitFor()
    await shoot(console_, 'console-devices')
    await expectAccessible(console_)
    await context.close()
  })

  test('R4: the console locks, keeps nothing readable on the screen, and opens again with passphrase and password', async () => {
    await console_.getByRole('button', { name: /: menu$/ }).click()
    await console_.getByRole('menuitem', { name: /^Lock/ }).click()
    await console_.getByRole('textbox', { name: 'Passphrase' }).fill('seven quiet harbour boats')
    await console_.keyboard.press('Enter')
    await console_.getByRole('textbox', { name: 'Password' }).waitFor()
    expect(await console_.locator('body').innerText()).not.toContain('Abebe')
    await shoot(console_, 'console-unlock')
    await expectAccessible(console_)
    await console_.getByRole('textbox', { name: 'Password' }).fill(admin().password)
    await console_.keyboard.press('Enter')
    await console_.getByRole('navigation', { name: 'Main' }).waitFor()
    await console_.getByRole('link', { name: 'Participants' }).first().click()
    await console_.getByRole('row', { name: /Abebe/ }).first().waitFor()
  })

  test('S0.25, U1, U3, T4: the audit log names every event of the story in order, is sound, and names the row after one changed byte', async () => {
    const sound = verifyAudit(demo.dataDir)
    expect(sound.status).toBe(0)
    const actions = [...sound.stdout.matchAll(/\(([a-z]+\.[a-z_]+),/g)].map(([, action]) => action)
    const story = [
      ...[
        'device.requested',
        'device.approved',
        'staff.sign_in',
        'participant.edited',
        'invite.created',
        'invite.emailed',
      ],
      ...['invite.opened', 'invite.accepted', 'account.created', 'consent.given', 'consent.given', 'consent.given'],
      ...['portal.record_viewed', 'portal.sign_out', 'portal.sign_in', 'invite.created', 'invite.revoked'],
    ]
    expect(missingInOrder(actions, story)).toEqual([])
    const database = await findRunning(demo.dataDir, join(demo.dataDir, 'secrets'))
    if (!database) throw new Error('the database of the running server was not found')
    await withClient(database, async (client) => {
      await client.query(`update audit_log set target_id = 'x' || substr(target_id, 2) where seq = 20`)
    })
    const tampered = verifyAudit(demo.dataDir)
    expect(tampered.status).toBe(2)
    expect(tampered.stdout).toMatch(/\b20\b.*|altered/)
    expect(JSON.parse(verifyAudit(demo.dataDir, '--json').stdout)).toMatchObject({
      ok: false,
      firstBad: { seq: 20, kind: 'altered' },
    })
  })

  test('H1: no page broke its content policy or threw', () => {
    expect(problems).toEqual([])
  })
})
