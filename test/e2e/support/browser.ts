import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { PROJECT } from './processes'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const SHOTS = join(PROJECT, 'artifacts/e2e')

export const DESKTOP = { width: 1280, height: 800 } as const
export const PHONE = { width: 390, height: 844 } as const

export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })
}

export async function openContext(
  browser: Browser,
  viewport: { width: number; height: number },
  timezoneId = 'America/Toronto',
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport,
    locale: 'en-GB',
    timezoneId,
    // What fades has no settled contrast yet.
    reducedMotion: 'reduce',
  })
  // Long enough for a machine that gives most of its time to others.
  context.setDefaultTimeout(60_000)
  return context
}

/** Kept under artifacts/e2e for people to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled' })
}

/** Both widths and both schemes, when somebody wants to look: `SHOTS=1`. */
export async function shootAll(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return
  const before = page.viewportSize() ?? DESKTOP
  for (const viewport of [DESKTOP, PHONE])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme })
      await shoot(page, `${name}-${viewport.width}${colorScheme === 'dark' ? '-dark' : ''}`)
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(before)
}

const axeSource = readFileSync(join(PROJECT, 'node_modules/axe-core/axe.min.js'), 'utf8')

interface AxeFinding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly any: readonly { readonly data: unknown }[] }[]
}
interface AxeResult {
  readonly violations: readonly AxeFinding[]
  readonly incomplete: readonly AxeFinding[]
}

/** What axe finds serious or critical (WCAG A and AA). A screen may change while axe looks: what is a fault is one in three looks. */
export async function seriousFaults(page: Page): Promise<string[]> {
  let faults = await faultsNow(page)
  for (let look = 2; look <= 3 && faults.length > 0; look++) {
    await page.waitForTimeout(500)
    const again = await faultsNow(page)
    faults = faults.filter((fault) => again.includes(fault))
  }
  return faults
}

async function faultsNow(page: Page): Promise<string[]> {
  const found = (await page.evaluate(
    `(async () => { if (!window.axe) { ${axeSource} } return await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations', 'incomplete'] }) })()`,
  )) as AxeResult
  return [...found.violations, ...invisible(found)]
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Text in the very colour of its ground: axe is not sure that this is a fault, and people cannot read it. */
function invisible({ incomplete }: AxeResult): AxeFinding[] {
  return incomplete.flatMap((finding) => {
    const isEqual = ({ data }: { readonly data: unknown }) =>
      (data as { messageKey?: string } | null)?.messageKey === 'equalRatio'
    const nodes = finding.nodes.filter(({ any }) => finding.id === 'color-contrast' && any.some(isEqual))
    return nodes.length === 0 ? [] : [{ ...finding, nodes }]
  })
}

/** Nothing serious or critical on the screen as it is now (WCAG A and AA). */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await seriousFaults(page)).toEqual([])
}

/** Collects what a strict CSP blocked and uncaught errors; both must stay empty. */
export function watchProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) problems.push(`csp: ${message.text()}`)
  })
  return problems
}
