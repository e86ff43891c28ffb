import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Host, startHost } from '../../electron/host/startHost'
import { findCanary } from '../replica/browser/canarySearch'
import { freshProfileFolder, startBrowser } from '../replica/browser/replicaBrowser'
import { DESKTOP, expectAccessible, launchBrowser, openContext, shoot, watchProblems } from './support/browser'
import { choosePassphrase, openSecondConsole, PASSPHRASE, signInStaff } from './support/consoleWalk'
import { type CuttableProxy, startProxy } from './support/cuttableProxy'
import { queryDatabase } from './support/database'
import { type DemoInstallation, type DemoPerson, startDemo } from './support/demoClinic'
import { PROJECT } from './support/processes'
import { totpNow } from './support/totp'

const DAY = 86_400_000
const TYPED = 'xe/xem-Quastenflosser'

let demo: DemoInstallation
let browser: Browser
let office: Page
/** The away console alone loses its network. */
let line: CuttableProxy
let host: Host
let profile: Awaited<ReturnType<typeof freshProfileFolder>>
let awayBrowser: Awaited<ReturnType<typeof startBrowser>>
let away: Page
let clockSkew = 0
const problems: (readonly string[])[] = []

const staff = (nth: number) => demo.staff.filter(({ role }) => role === 'staff')[nth] as DemoPerson
const nav = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
const row = (sql: string) => queryDatabase(demo.dataDir, sql)

/** The host as it is built, on a clock of the test. */
async function startAway(port = 0): Promise<void> {
  host = await startHost({
    dataDir: join(demo.dataDir, '../away'),
    serverUrl: line.url,
    port,
    consoleDir: join(PROJECT, 'dist/console'),
    appVersion: '0.1.0',
    now: () => Date.now() + clockSkew,
  })
}

async function restartAway(days: number): Promise<void> {
  await host.close()
  clockSkew = days * DAY
  await startAway(host.port)
  await away.goto(host.url())
  await openVault()
}

async function openAwayBrowser(): Promise<void> {
  awayBrowser = await startBrowser(profile.folder)
  awayBrowser.context.setDefaultTimeout(60_000)
  away = await awayBrowser.context.newPage()
  await away.setViewportSize(DESKTOP)
  problems.push(watchProblems(away))
  await away.goto(host.url())
}

async function openVault(): Promise<void> {
  await away.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await away.getByRole('button', { name: 'Open' }).click()
}

async function editPronouns(nth: number, text: string): Promise<string> {
  await nav(away, 'Participants')
  const found = away.getByRole('row').nth(nth)
  const name = (await found.getByRole('gridcell').first().innerText()).trim()
  await found.click()
  await away.getByRole('button', { name: 'Edit details' }).click()
  await away.getByLabel('Pronouns').fill(text)
  await away.getByRole('button', { name: 'Save' }).click()
  await away
    .getByText(/\d waiting/)
    .first()
    .waitFor()
  return name
}

async function signOutWithUnsent(): Promise<void> {
  await away.getByRole('button', { name: /: menu$/ }).click()
  await away.getByRole('menuitem', { name: 'Sign out' }).click()
  const dialog = away.getByRole('dialog')
  await dialog.getByText('1 change has not reached the server').waitFor()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
}

async function signIn(person: DemoPerson): Promise<void> {
  const other = away.getByRole('button', { name: 'Sign in with your code, or as someone else' })
  await other.or(away.getByLabel('Email')).first().waitFor()
  if (await other.isVisible()) await other.click()
  demo.pass(60)
  await signInStaff(away, person, totpNow(person.totpSecret, demo.now()))
  await away.getByRole('navigation', { name: 'Main' }).waitFor()
}

beforeAll(async () => {
  demo = await startDemo({ participants: 40 })
  browser = await launchBrowser()
  office = await (await openContext(browser, DESKTOP)).newPage()
  problems.push(watchProblems(office))
  await office.goto((await demo.openConsole('office')).url)
  await choosePassphrase(office)
  await signInStaff(office, demo.staff.find(({ role }) => role === 'admin') as DemoPerson)
  await office.getByText('40 participants').first().waitFor()
  line = await startProxy(demo.port)
  profile = await freshProfileFolder()
  await startAway()
  await openAwayBrowser()
  await openSecondConsole(demo, away, { person: staff(0), approver: office })
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await awayBrowser?.kill()
  await host?.close()
  await line?.close()
  await demo?.stop()
  await profile?.remove()
}, 300_000)

describe.sequential('one console, two people, and a month without a network', { timeout: 240_000 }, () => {
  test('D4, R3: whoever is taken off a caseload is gone from the away console with its next sync, and nothing of them or of an unsent edit is on its disk', async () => {
    line.cut()
    const name = await editPronouns(2, TYPED)
    await nav(office, /Staff/)
    await office.getByRole('button', { name: `Change ${staff(0).displayName}` }).click()
    await office.getByRole('menuitem', { name: 'Change whom they see' }).click()
    const dialog = office.getByRole('dialog')
    await dialog.locator('.mantine-Pill-root', { hasText: name }).locator('button').click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    line.heal()
    await away.getByText('This file is not on this console').waitFor()
    await shoot(away, 'scope-file-gone')
    await nav(away, 'Participants')
    await away.getByText('9 participants').first().waitFor()
    await away.getByRole('searchbox').fill(name)
    await away.getByText('Nobody found').first().waitFor()
    await away.goto(new URL('/queue', away.url()).href)
    await away.getByText('This participant is not in your care any more, so nothing was changed.').waitFor()
    expect(await away.locator('main').innerText()).not.toContain(name)
    await shoot(away, 'scope-edit-refused')
    const [known] = await row(`select fields->>'fileNumber' as number, fields->>'familyName' as family
      from participant where fields->>'givenName' || ' ' || (fields->>'familyName') = $$${name}$$`)
    await awayBrowser.kill()
    for (const canary of [known?.number, known?.family, TYPED])
      expect(await findCanary(profile.folder, canary ?? 'none'), canary).toEqual([])
    await openAwayBrowser()
    await away.getByText('9 participants').first().waitFor()
  })

  test('D3, Y1: another person’s sign-in on the same console neither sees nor sends what the first one left unsent; it is sent when they come back', async () => {
    line.cut()
    const name = await editPronouns(3, 'ze/zir')
    await signOutWithUnsent()
    line.heal()
    await openVault()
    await signIn(staff(1))
    await away.getByRole('button', { name: 'Sync: Up to date' }).waitFor()
    await away.getByRole('searchbox').fill(name)
    await away.getByText('Nobody found').first().waitFor()
    const sent = `select a.actor_id from participant p join audit_log a on a.target_id = p.id::text and a.action = 'participant.edited'
      where p.fields->>'pronouns' = 'ze/zir'`
    expect(await row(sent)).toEqual([])
    await away.getByRole('button', { name: /: menu$/ }).click()
    await away.getByRole('menuitem', { name: 'Sign out' }).click()
    await signIn(staff(0))
    await expect.poll(async () => await row(sent), { timeout: 30_000 }).toEqual([{ actor_id: staff(0).id }])
  })

  test('D3, Y5: after the lease the console is locked, says why, what to do and what is kept, over a restart and with its clock set back', async () => {
    line.cut()
    await editPronouns(4, 'fae/faer')
    // The desktop's note of what waits is a second behind.
    await away.waitForTimeout(1_500)
    await restartAway(8)
    // Two people are known here; the other one's lease is over as well.
    await away.getByText('no contact with the server for longer than your clinic allows').waitFor()
    await away.getByText('Changes that were not sent are kept.').waitFor()
    await expectAccessible(away)
    await shoot(away, 'lease-over')
    expect(await away.getByRole('button', { name: 'Unlock' }).count()).toBe(0)
    await restartAway(1)
    await away.getByText('or its clock was turned back').waitFor()
  })

  test('D3, R1: after thirty days it wipes itself, pages and all, says what was lost with it, and begins anew after a sign-in', async () => {
    await restartAway(31)
    await away.getByText('with changes that had never been sent').waitFor()
    await expectAccessible(away)
    await shoot(away, 'lease-wiped')
    expect(await away.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
    await restartAway(0)
    await away.getByText('with changes that had never been sent').waitFor()
    line.heal()
    await signIn(staff(0))
    await away.getByText('9 participants').first().waitFor()
    expect(await row(`select id from participant where fields->>'pronouns' = 'fae/faer'`)).toEqual([])
    expect(problems.flat()).toEqual([])
  })
})
