import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyAudit } from './support/auditCheck'
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
  openSecondConsole,
  openTab,
  readInvite,
  signInStaff,
  toggleAccess,
} from './support/consoleWalk'
import { describeRequest } from './support/correctionWalk'
import { queryDatabase } from './support/database'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'
import { joinPortal, signInByPassword } from './support/portalWalk'
import { PROJECT, type Running, startProgram } from './support/processes'
import { totpNow } from './support/totp'

const ASKED = 'The name of my second doctor is wrong in the letter of last week.'
const ANSWERED = 'Thank you for telling us. We look into it this week.'
const ACCOUNT = { email: 'bea.portal@example.org', name: 'Bea', password: 'eleven quiet ferries at dawn' }

let demo: DemoInstallation
let browser: Browser
let office: Page
let away: Page
let phone: Page
let restored: Running | undefined
let inviteLink = ''
const problems: (readonly string[])[] = []

const person = (role: string) => demo.staff.find((one) => one.role === role) as DemoPerson
const folder = (name: string) => join(dirname(demo.dataDir), name)
const pronouns = async () =>
  (await queryDatabase(folder('second'), `select fields->>'pronouns' as p from participant`)).map(({ p }) => p)

/** As somebody at the server types it. */
function vestibule(
  dataDir: string,
  ...args: string[]
): Promise<{ readonly code: number | null; readonly out: string }> {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    DATA_DIR: dataDir,
    VESTIBULE_BACKUP_PASSPHRASE: 'seven quiet herons at dusk',
  }
  const child = spawn(process.execPath, ['scripts/vestibule.mjs', ...args], { cwd: PROJECT, env, timeout: 180_000 })
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += String(text)))
  return new Promise((done) => child.once('close', (code) => done({ code, out })))
}

async function editPronouns(page: Page, nth: number, text: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Participants' }).click()
  await page.getByRole('row').nth(nth).click()
  await page.getByRole('button', { name: 'Edit details' }).click()
  await page.getByLabel('Pronouns').fill(text)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Edit details' }).waitFor()
}

async function addParticipant(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Participants' }).click()
  await page.getByRole('link', { name: 'Add participant' }).first().click()
  await page.getByRole('textbox', { name: 'Given name' }).fill('Wilhelmina-Charlotte')
  await page.getByRole('textbox', { name: 'Family name' }).fill('van der Westhuizen-Featherstonehaugh-Cholmondeley')
  await page.getByRole('textbox', { name: 'File number' }).fill('VB-9001')
  await page
    .getByRole('textbox', { name: 'Address' })
    .fill('Unter den Linden 77, Hinterhaus, 3. Stock links, bei Kowalczyk-Brzęczyszczykiewicz')
  await page.getByRole('combobox', { name: 'Program' }).selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Add participant' }).click()
  await page.getByRole('heading', { level: 1, name: /Featherstonehaugh/ }).waitFor()
}

const revoked = async (dataDir: string) =>
  (await queryDatabase(dataDir, 'select 1 from account where disabled_at is not null')).length === 1

const upToDate = (page: Page) => page.getByRole('button', { name: 'Sync: Up to date' }).waitFor()

async function signInAgain(page: Page, who: DemoPerson): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Password' }).fill(who.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.getByLabel(/Code from/).fill(totpNow(who.totpSecret, demo.now()))
  await dialog.waitFor({ state: 'hidden' })
}

beforeAll(async () => {
  demo = await startDemo({ participants: 40 })
  browser = await launchBrowser()
  const open = async (size: typeof DESKTOP | typeof PHONE) => await (await openContext(browser, size)).newPage()
  office = await open(DESKTOP)
  away = await open(DESKTOP)
  phone = await open(PHONE)
  for (const page of [office, away, phone]) problems.push(watchProblems(page))
  await office.goto((await demo.openConsole('office')).url)
  await choosePassphrase(office)
  await signInStaff(office, person('admin'))
  await office.getByText('40 participants').first().waitFor()
  await away.goto((await demo.openConsole('away')).url)
  await openSecondConsole(demo, away, { person: person('staff'), approver: office })
  await joinPortal(phone, `${demo.portalUrl}/invite#${demo.invite.token}`, ACCOUNT)
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await restored?.stop()
  await demo?.stop()
}, 300_000)

describe.sequential('a server is lost and put back, with two consoles and a phone in the field', {
  timeout: 240_000,
}, () => {
  test('K1: the backup is made while consoles write; what they write after it is seen by both and not in it', async () => {
    await office.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Participants' }).click()
    await office.getByRole('row').nth(6).click()
    inviteLink = (await readInvite(await openCreateAndMake())).link
    await closeInvite(office)
    await upToDate(office)
    const running = vestibule(demo.dataDir, 'backup', folder('one.backup'))
    await editPronouns(away, 2, 'during/backup')
    const { code, out } = await running
    expect(code, out).toBe(0)
    await editPronouns(office, 9, 'after/backup')
    await describeRequest(phone, ASKED)
    await openFile(office, demo.invite.name, demo.invite.name)
    await openTab(office, 'Messages')
    await office.getByLabel('Message').fill(ANSWERED)
    await office.getByRole('button', { name: 'Send', exact: true }).click()
    await openTab(office, /^Portal/)
    await toggleAccess(office, 'Revoke access')
    await addParticipant(office)
    const stored = `select id from participant where fields->>'pronouns' = 'after/backup' or fields->>'fileNumber' = 'VB-9001'`
    await expect.poll(async () => (await queryDatabase(demo.dataDir, stored)).length).toBe(2)
    await expect.poll(async () => await revoked(demo.dataDir)).toBe(true)
    // One more pull, so that both have surely seen the head that is lost soon.
    for (const page of [office, away]) {
      await page.goto(new URL('/queue', page.url()).href)
      await page.getByRole('button', { name: 'Try now' }).click()
      await page.getByRole('button', { name: 'Try now', disabled: false }).waitFor()
      await upToDate(page)
    }
  })

  test('K1, K2: restored into an empty place, the log verifies and the doctor finds nothing broken; in a broken place each finding names the next step', async () => {
    // The worst moment: both consoles have something to send, and then the server is gone.
    demo.network.cut()
    await editPronouns(away, 3, 'unsent/away')
    await editPronouns(office, 10, 'unsent/office')
    await demo.server.stop()
    const { code, out } = await vestibule(folder('second'), 'restore', folder('one.backup'))
    expect(code, out).toBe(0)
    const again = await vestibule(folder('second'), 'restore', folder('one.backup'))
    expect(again.code).toBe(1)
    expect(verifyAudit(folder('second')).stdout).toContain('SOUND')
    chmodSync(join(folder('second'), 'secrets/audit.key'), 0o644)
    const broken = await vestibule(folder('second'), 'doctor')
    expect(broken.out).toMatch(/problem {2}Others may read audit\.key[\s\S]*?Next: chmod 700/)
    chmodSync(join(folder('second'), 'secrets/audit.key'), 0o600)
    const sound = await vestibule(folder('second'), 'doctor')
    expect(sound.out).toContain('The audit log contains the signed head')
    expect(sound.out.match(/^problem .*/gm)).toEqual(['problem  No mail can be sent: invites and links stay here.'])
    for (const report of [broken.out, sound.out]) {
      const lines = report.split('\n')
      const findings = lines.flatMap((line, at) => (/^(warning|problem) /.test(line) ? [lines[at + 1]] : []))
      for (const next of findings) expect(next).toMatch(/^ {9}Next: /)
    }
  })

  test('K2: the phone’s session and the pending invite are dead', async () => {
    const env = {
      DATA_DIR: folder('second'),
      PORT: String(demo.port),
      LOG_LEVEL: 'warn',
      OUTBOX_DIR: folder('outbox'),
      APP_TEST_HOOKS: '1',
      CLOCK_OFFSET_FILE: folder('clock-offset'),
    }
    restored = await startProgram({ args: ['dist/node/server.mjs'], env, ready: /^Server: / })
    demo.network.heal()
    await phone.goto(`${demo.portalUrl}/home`)
    await phone.getByRole('textbox', { name: 'Email' }).waitFor()
    await shoot(phone, 'restore-phone')
    await phone.goto(inviteLink)
    await phone.getByRole('heading', { name: /link does not work/i }).waitFor()
  })

  test('K2, Y4: both consoles sign in again, fetch everything anew, and send what they had kept', async () => {
    demo.pass(60)
    await signInAgain(office, person('admin'))
    await signInAgain(away, person('staff'))
    await upToDate(office)
    await upToDate(away)
    await expect.poll(pronouns, { timeout: 30_000 }).toEqual(expect.arrayContaining(['unsent/away', 'unsent/office']))
    expect(await pronouns()).not.toContain('after/backup')
  })

  test('K2, U3: the banner says which rows are gone until an administrator knows of the restore; then it ends on both consoles', async () => {
    const banner = /The server was restored from a backup of .*Rows? \d+.*known to this console, (is|are) not in it\./
    await office.getByText(banner).waitFor()
    await expectAccessible(office)
    await shoot(office, 'restore-banner')
    await away.getByText(/Tell an administrator/).waitFor()
    await shoot(away, 'restore-banner-staff')
    await office.getByRole('button', { name: 'I know of this restore' }).click()
    for (const page of [office, away]) await page.getByText(banner).waitFor({ state: 'hidden' })
    expect(verifyAudit(folder('second')).stdout).toContain('SOUND')
    expect(problems.flat()).toEqual([])
  })

  test('K2, S0.18: what the restore undid comes back from the console that knows it: the revocation, the field, the record', async () => {
    // Meanwhile it is as bad as it sounds: who was shut out is let in.
    expect(await revoked(folder('second'))).toBe(false)
    await office.getByText(/The restore undid changes to 3 records .* open again for one of them/).waitFor()
    await office.getByRole('link', { name: 'Look at them' }).click()
    await office.getByRole('heading', { level: 1, name: 'What the restore undid' }).waitFor()
    await expectAccessible(office)
    await shootAll(office, 'restore-undone')
    demo.network.cut()
    await office.getByRole('article', { name: demo.invite.name }).getByRole('button', { name: 'Revoke again' }).click()
    await office.getByText('Queued, takes effect when online').waitFor()
    await shootAll(office, 'restore-undone-queued')
    await office.getByRole('button', { name: 'Bring everything back' }).click()
    const question = office.getByRole('dialog', { name: /^Bring back what the restore undid of 2 records/ })
    await shootAll(office, 'restore-undone-question')
    await question.getByRole('button', { name: 'Bring everything back' }).click()
    demo.network.heal()
    const left = office.getByRole('article', { name: demo.invite.name })
    await left
      .getByRole('button', { name: 'Revoke again' })
      .or(left.getByText('Queued'))
      .waitFor({ state: 'hidden', timeout: 30_000 })
    // Nobody can send these in somebody else's name: they are here to be read.
    for (const words of [ASKED, ANSWERED]) await left.getByText(words).waitFor()
    await expect.poll(async () => await office.getByRole('article').count(), { timeout: 30_000 }).toBe(1)
    await expectAccessible(office)
    await shootAll(office, 'restore-undone-papers')
    await left.getByRole('button', { name: 'Leave it as it is' }).click()
    await office.getByRole('dialog').getByRole('button', { name: 'Leave as it is' }).click()
    await office.getByText('Nothing is open').waitFor()
    await shootAll(office, 'restore-undone-nothing')
    expect(await revoked(folder('second'))).toBe(true)
    expect(await pronouns()).toContain('after/backup')
    const made = `select id from participant where fields->>'fileNumber' = 'VB-9001'`
    expect(await queryDatabase(folder('second'), made)).toHaveLength(1)
    await phone.goto(`${demo.portalUrl}/sign-in`)
    await signInByPassword(phone, ACCOUNT)
    await phone.getByRole('alert').first().waitFor()
    expect(await phone.getByRole('heading', { name: `Hello, ${ACCOUNT.name}` }).count()).toBe(0)
    expect(verifyAudit(folder('second')).stdout).toContain('SOUND')
    expect(problems.flat()).toEqual([])
  })
})

async function openCreateAndMake() {
  const dialog = await openCreateInvite(office)
  await dialog.getByRole('button', { name: 'Create Invite' }).click()
  await dialog.getByRole('textbox', { name: 'Invite link' }).waitFor()
  return dialog
}
