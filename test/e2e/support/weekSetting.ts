import type { Browser, BrowserContext, Page } from 'playwright-core'
import { DESKTOP, launchBrowser, openContext, PHONE, watchProblems } from './browser'
import { choosePassphrase, openSecondConsole, signInStaff } from './consoleWalk'
import type { CuttableProxy } from './cuttableProxy'
import { type DemoInstallation, type DemoPerson, startDemo } from './demoClinic'
import { joinPortal, keepRecoveryCodes, openInside, readRecoveryCodes, scanAndVerify } from './portalWalk'

/** A clinic with its office, a manager's console on a line of its own, and a participant's phone. */
export interface Week {
  readonly demo: DemoInstallation
  readonly browser: Browser
  /** Between the console that is away and the server. */
  readonly line: CuttableProxy
  readonly office: Page
  readonly away: Page
  /** Of the demo's first participant, who has an account with a second factor. */
  readonly phone: Page
  readonly manager: DemoPerson
  /** What a page was stopped from doing, or threw. */
  readonly problems: readonly string[]
  /** `kill -9`; the next host has the same folder and port, and the page is loaded anew. */
  killAwayHost(): Promise<void>
  close(): Promise<void>
}

export async function openWeek(): Promise<Week> {
  const demo = await startDemo({ participants: 40 })
  const browser = await launchBrowser()
  const desk = await openContext(browser, DESKTOP)
  await liveTenYearsAhead(desk)
  const office = await (await openContext(browser, DESKTOP)).newPage()
  const away = await desk.newPage()
  const phone = await (await openContext(browser, PHONE)).newPage()
  const problems = [office, away, phone].map(watchProblems)
  const person = (email: string) => demo.staff.find((one) => one.email === email) as DemoPerson
  const manager = person('inaki.etxeberria@example.org')
  await office.goto((await demo.openConsole('office')).url)
  await choosePassphrase(office)
  await signInStaff(office, person('amelie.girard@example.org'))
  await office.getByText('40 participants').first().waitFor()
  let host = await demo.openConsole('away', { network: 'own' })
  const line = host.network
  await away.goto(host.url)
  await openSecondConsole(demo, away, { person: manager, approver: office })
  await joinWithSecondFactor(demo, phone)
  return {
    ...{ demo, browser, line, office, away, phone, manager },
    get problems() {
      return problems.flat()
    },
    killAwayHost: async () => {
      await host.host.stop('SIGKILL')
      host = await demo.openConsole('away', { port: host.port, network: line })
      await away.goto(host.url)
    },
    close: async () => {
      await browser.close()
      await demo.stop()
    },
  }
}

/** Every page of the context believes that it is ten years later (Y5). Timers go on as they are. */
async function liveTenYearsAhead(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const Real = Date
    const now = () => Real.now() + 3_653 * 86_400_000
    const construct = (_: unknown, args: []) => (args.length === 0 ? new Real(now()) : new Real(...args))
    const get = (_: unknown, key: keyof DateConstructor) => (key === 'now' ? now : Real[key])
    globalThis.Date = new Proxy(Real, { construct, get }) as DateConstructor
  })
}

async function joinWithSecondFactor(demo: DemoInstallation, phone: Page): Promise<void> {
  const account = { email: 'siobhan.typed@example.org', name: 'Shiv', password: 'four lanterns beside the quiet pier' }
  await joinPortal(phone, `${demo.portalUrl}/invite#${demo.invite.token}`, account)
  await openInside(phone, 'Security')
  await phone.getByRole('button', { name: 'Enable MFA' }).click()
  await scanAndVerify(phone, demo.now)
  await readRecoveryCodes(phone)
  await keepRecoveryCodes(phone)
}
