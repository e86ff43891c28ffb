import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loggedEffects, loggedRefusals, verifyAudit } from './support/auditCheck'
import { expectAccessible, openContext, PHONE, shoot } from './support/browser'
import {
  closeInvite,
  openFile,
  openTab,
  PASSPHRASE,
  portalAccount,
  readInvite,
  type ShownInvite,
  toggleAccess,
} from './support/consoleWalk'
import type { CuttableProxy } from './support/cuttableProxy'
import type { DemoInstallation } from './support/demoClinic'
import { joinPortal, openInside } from './support/portalWalk'
import { EFFECTS, REFUSALS } from './support/weekEffects'
import { openWeek, type Week } from './support/weekSetting'
import {
  askInviteRevoke,
  changeColleague,
  conflictOf,
  differentWays,
  drained,
  editFile,
  goOffline,
  look,
  makeInvite,
  NOT_WORKING,
  nav,
  openPortalTab,
  openQueue,
  PEOPLE,
  queued,
  signInAgain,
} from './support/weekWalk'

let week: Week
let demo: DemoInstallation
let browser: Browser
let line: CuttableProxy
let office: Page
let away: Page
let phone: Page
const invites = new Map<string, ShownInvite>()

const manager = () => week.manager
const invite = (name: string) => invites.get(name) as ShownInvite

beforeAll(async () => {
  week = await openWeek()
  ;({ demo, browser, line, office, away, phone } = week)
  for (const name of [PEOPLE.rafael, PEOPLE.quinn]) invites.set(name, await makeInvite(office, name, 'no code'))
  // The pause before an invite may be sent again passes by the server's clock.
  demo.pass(400)
  await openQueue(away)
  await drained(away)
  await openPortalTab(away, PEOPLE.siobhan)
  await portalAccount(away).getByText('On, 1 app').waitFor()
}, 300_000)

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, shown] of Object.entries({ office, away, phone })) await shoot(shown, `failed-week-${name}`)
})

afterAll(async () => {
  await week?.close()
}, 300_000)

describe.sequential('a week without a network, ten years ahead of the clinic', { timeout: 240_000 }, () => {
  test('product.md, two kinds of writes: offline every edit and command is a wish beside what the server last said, never done', async () => {
    line.cut()
    await goOffline(away)
    const typed = { 'Preferred name': 'Shiv', Pronouns: 'she/they', 'File number': 'VB-A', 'Family name': 'O’Brien-A' }
    await editFile(away, PEOPLE.siobhan, typed)
    expect(await away.getByRole('img', { name: /^Pending: Saved on this console/ }).count()).toBe(4)
    await openTab(away, 'Portal')
    const panel = portalAccount(away)
    await panel.getByRole('button', { name: 'Reset MFA' }).click()
    await away.getByRole('dialog').getByText('The phone is lost or stolen').click()
    await away.getByRole('dialog').getByText('Photo ID seen').click()
    await away.getByRole('dialog').getByRole('button', { name: 'Reset MFA' }).click()
    await panel.getByText('MFA reset queued, takes effect when online').waitFor()
    await toggleAccess(away, 'Revoke access')
    await panel.getByText('Revoke queued, takes effect when online').waitFor()
    for (const still of ['Active', 'On, 1 app']) await panel.getByText(still, { exact: true }).waitFor()
    await expectAccessible(away)
    await look(away, 'account-wishes')
    await openTab(away, /Messages/)
    await away.getByRole('textbox', { name: 'Message' }).fill('Back on Monday.')
    await away.getByRole('button', { name: 'Send' }).click()
    await away.getByText('Waiting, sent when online').waitFor()
    await openPortalTab(away, PEOPLE.rafael)
    await askInviteRevoke(away)
    await away.getByText('Revoke queued, takes effect when online').waitFor()
    await away.getByText('Pending', { exact: true }).waitFor()
  })

  test('product.md, items 1 to 3: invites made offline have link, QR and typed code, and are warned of where link and code go the same way; a letter is printed again only as a new link', async () => {
    invites.set(PEOPLE.kenji, await makeInvite(away, PEOPLE.kenji, 'code', differentWays))
    for (const name of [PEOPLE.ibrahim, PEOPLE.jurgen]) invites.set(name, await makeInvite(away, name, 'code'))
    for (const name of [PEOPLE.kenji, PEOPLE.jurgen]) {
      expect(invite(name).link).toMatch(/\/invite#[\w-]{43}$/)
      expect(invite(name).shortCode).not.toBe('')
      expect(invite(name).verbalCode).not.toBeNull()
    }
    await editFile(away, PEOPLE.jurgen, { Pronouns: 'he/him' })
    await openPortalTab(away, PEOPLE.quinn)
    await away.getByRole('button', { name: 'Print a new letter' }).click()
    const dialog = away.getByRole('dialog')
    await dialog.getByText(/until then the old one still works/).waitFor()
    await dialog.getByRole('button', { name: 'Create new letter' }).click()
    invites.set('reprint', await readInvite(dialog))
    await closeInvite(away)
    await away.getByText('Waiting for the server').waitFor()
    expect(await away.locator('main').innerText()).not.toMatch(/203\d/)
  })

  test('Y1: what is queued can be taken back; what is left outlives kill -9 of the host and a reload, in its order', async () => {
    await openQueue(away)
    await expectAccessible(away)
    await away.getByRole('button', { name: /^Take back: Revoke the portal access of/ }).click()
    await away.getByRole('button', { name: /^Take back: Create an invite for İbrahim/ }).click()
    await away
      .getByRole('dialog')
      .getByText(/that link will never work/)
      .waitFor()
    await away.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await away.getByRole('heading', { name: 'Waiting for the server 9' }).waitFor()
    const before = await queued(away, 'Waiting for the server')
    await week.killAwayHost()
    await away.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
    await away.getByRole('button', { name: 'Open' }).click()
    await away.getByRole('textbox', { name: 'Password' }).fill(manager().password)
    await away.keyboard.press('Enter')
    await openQueue(away)
    expect(await queued(away, 'Waiting for the server')).toEqual(before)
    expect(before.every((words) => words.endsWith('Queued'))).toBe(true)
  })

  test('product.md, item 1: meanwhile the office edits, the phone accepts, the offline link gives the generic answer, and somebody leaves the caseload', async () => {
    const typed = { 'Preferred name': 'Siv', Pronouns: 'they/them', 'File number': 'VB-B', 'Family name': 'O’Brien-B' }
    await editFile(office, PEOPLE.siobhan, { ...typed, Address: '1 New Street' })
    const other = await (await openContext(browser, PHONE)).newPage()
    await other.goto(invite(PEOPLE.kenji).link)
    await other.getByRole('heading', NOT_WORKING).waitFor()
    const rafael = { email: 'rafael@example.org', name: 'Rafa', password: 'seven lanterns beside the quiet pier' }
    await joinPortal(other, invite(PEOPLE.rafael).link, rafael)
    await other.context().close()
    const dialog = await changeColleague(office, manager().displayName, 'Change whom they see')
    await dialog.getByLabel('Programs').first().focus()
    await office.keyboard.press('Backspace')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  test('Y2, Y7: the answer is lost after the commit: it is "sent, no answer yet", and then each write has had the effect of once', async () => {
    void line.loseAnswer(/sync\.push/, 'goOn')
    line.heal()
    await signInAgain(away, demo, manager())
    await away.getByText('Sent, no answer yet').first().waitFor()
    await openPortalTab(office, 'Siobhán')
    await portalAccount(office).getByText('Off since it was reset').waitFor()
    await drained(away)
    expect(await queued(away, 'Needs a look')).toEqual([
      'Change pronouns of a participantNot done',
      'Create an invite for a participantNot done',
      `Revoke the invite of ${PEOPLE.rafael}Overtaken`,
    ])
    const done = await queued(away, 'Done within a day')
    expect([done.length, done.every((words) => words.endsWith('Done'))]).toEqual([4, true])
    await away
      .getByText(/not in your care any more.* ask an administrator/)
      .first()
      .waitFor()
    await look(away, 'queue-after')
    await expectAccessible(away)
    await openInside(phone, /Messages/)
    await phone.getByText('Please sign in to go on.').waitFor()
  })

  test('product.md, items 1 to 3: the link made offline works now, and the office reads how it went; the old sheet is void, by its link and by its typed code', async () => {
    const other = await (await openContext(browser, PHONE)).newPage()
    await other.goto(invite(PEOPLE.quinn).link)
    await other.getByRole('heading', NOT_WORKING).waitFor()
    for (const [name, heading] of [
      [PEOPLE.quinn, NOT_WORKING],
      ['reprint', { name: 'Set up your account' }],
    ] as const) {
      await other.goto('about:blank')
      await other.goto(`${demo.portalUrl}/invite`)
      await other.getByRole('textbox').first().fill(invite(name).shortCode)
      await other.keyboard.press('Enter')
      await other.getByRole('heading', heading).waitFor()
    }
    await other.goto('about:blank')
    await other.goto(invite(PEOPLE.kenji).link)
    await other.getByLabel('The code you were told').waitFor()
    await other.context().close()
    await openPortalTab(office, PEOPLE.kenji)
    await office.getByText('Link by letter, code by phone').waitFor()
  })

  test('Y6: of two consoles on one conflict the second is told; keep one, the other or a third; the history stays', async () => {
    await nav(away, 'Conflicts')
    line.cut()
    await goOffline(away)
    await conflictOf(away, 'Family name').getByRole('button', { name: 'Use “O’Brien-A”' }).click()
    await conflictOf(away, 'Preferred name').getByRole('button', { name: 'Keep “Siv”' }).click()
    await conflictOf(away, 'Pronouns').getByRole('button', { name: 'Use “she/they”' }).click()
    await conflictOf(away, 'File number').getByRole('button', { name: 'Another value' }).click()
    await away.getByRole('dialog').getByLabel('File number').fill('VB-C')
    await away.getByRole('dialog').getByRole('button', { name: 'Use this value' }).click()
    await expect.poll(() => away.getByText('Queued, takes effect when online').count()).toBe(4)
    await nav(office, 'Conflicts')
    const stands = conflictOf(office, 'Family name')
    for (const words of ['O’Brien-B', 'Amélie Girard', 'O’Brien-A', 'Iñaki Etxeberria'])
      expect(await stands.innerText()).toContain(words)
    await stands.getByRole('button', { name: 'Keep “O’Brien-B”' }).click()
    await stands.waitFor({ state: 'hidden' })
    line.heal()
    await openQueue(away)
    await drained(away)
    await away.getByRole('link', { name: 'Look at the conflict' }).click()
    await conflictOf(away, 'Family name')
      .getByText(/Somebody else decided this conflict first/)
      .waitFor()
    await expectAccessible(away)
    await look(away, 'conflict-told')
    await office.getByText('Decided (4)').click()
    const ends = ['Kept what stood: “O’Brien-B”', 'Kept what stood: “Siv”', 'Took the second value: “she/they”']
    for (const page of [away, office])
      for (const words of [...ends, 'Wrote a third value: “VB-C”']) await page.getByText(words).waitFor()
  })

  test('Y7: who came too late with an invite’s revocation may revoke the access; a re-enable made from older data loses against a newer revoke', async () => {
    await openQueue(away)
    await away.getByRole('button', { name: 'Revoke access' }).click()
    await away.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click()
    await openPortalTab(away, PEOPLE.rafael)
    await portalAccount(away).getByText('Disabled', { exact: true }).waitFor()
    line.cut()
    await goOffline(away)
    await toggleAccess(away, 'Re-enable')
    await portalAccount(away).getByText('Re-enable queued, takes effect when online').waitFor()
    await openPortalTab(office, PEOPLE.rafael)
    await toggleAccess(office, 'Re-enable')
    await portalAccount(office).getByText('Active', { exact: true }).waitFor()
    await toggleAccess(office, 'Revoke access')
    await portalAccount(office).getByText('Disabled', { exact: true }).waitFor()
    line.heal()
    await away.getByText(/Somebody revoked this access again after you looked at it. The revocation stands./).waitFor()
    await portalAccount(away).getByText('Disabled', { exact: true }).waitFor()
    await away.getByRole('button', { name: 'Give access back' }).waitFor()
    await expectAccessible(away)
    await look(away, 'revoke-wins')
  })

  test('a second tab of the same console works on nothing and says so', async () => {
    const tab = await away.context().newPage()
    await tab.goto(new URL('/', away.url()).href)
    await tab.getByRole('heading', { name: 'Already open in another window' }).waitFor()
    await tab.close()
  })

  test('Y1, Y2, Y5: the server is killed in the middle of the drain: all is there once; what the new role may not is refused in words', async () => {
    line.cut()
    await goOffline(away)
    for (const number of ['2', '3', '4']) await editFile(away, 'Siobhán', { Address: `${number} Long Street` })
    await openPortalTab(away, PEOPLE.kenji)
    await askInviteRevoke(away)
    const dialog = await changeColleague(office, manager().displayName, 'Change name or role')
    await dialog.getByRole('combobox', { name: 'Role' }).click()
    await office.getByRole('option', { name: 'Front desk' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await openQueue(away)
    line.heal()
    void line.loseAnswer(/sync\.push/, 'goOn')
    await signInAgain(away, demo, manager())
    await away.getByText('Sent, no answer yet').first().waitFor()
    await demo.server.stop('SIGKILL')
    await demo.startAgain()
    await drained(away)
    const refused = away.getByRole('listitem').filter({ hasText: `Revoke the invite of ${PEOPLE.kenji}` })
    await refused.getByText(/^Your role does not allow this, so nothing was changed. Ask a colleague/).waitFor()
    expect(await queued(away, 'Waiting for the server')).toEqual([])
    await openFile(office, 'Siobhán', 'Siobhán')
    await office.getByText('4 Long Street').waitFor()
  })

  test('Y2, U1: the log, sound, has one row of each effect and of each refusal of the week, however often it was sent', async () => {
    expect(verifyAudit(demo.dataDir).status).toBe(0)
    expect(await loggedEffects(demo.dataDir, Object.keys(EFFECTS))).toEqual(EFFECTS)
    expect(await loggedRefusals(demo.dataDir)).toEqual(REFUSALS)
    expect(week.problems).toEqual([])
  })
})
