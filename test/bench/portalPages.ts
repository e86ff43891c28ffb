import type { BrowserContext, Page } from 'playwright-core'
import { SESSION_COOKIE } from '../../server/portal/portalCookies'
import { withBrowser } from './support/chromium'
import { type Installation, withInstallation } from './support/installation'
import { startPageServer } from './support/pageServer'
import { addPeople, addSession, portalParts } from './support/portalPeople'
import type { Row } from './support/report'
import { interleaved, median } from './support/rounds'

const SLOWED = 4
const LIMIT_MS = 1500
const PAGE_LIMIT_MS = 60_000
const MARK = 'bench-interactive '

/** Each page by its first control of its own: not the frame's, which stands earlier. */
const PAGES = [
  { path: '/sign-in', control: 'main input[type=email]' },
  { path: '/home', control: 'main button, main a[href]' },
  { path: '/portal/security', control: 'main section button' },
  { path: '/portal/messages', control: 'main textarea' },
] as const

/** From the start of the navigation until heading and first control are drawn and the control takes the focus, at a quarter of the CPU. */
export async function portalPages({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  return await withInstallation(100, async (installation) => {
    const token = await sessionFor(installation)
    const plain = await startPageServer()
    try {
      return await withBrowser(async (context) => {
        const rows: Row[] = []
        for (const { path, control } of PAGES) {
          const signedOut = path === '/sign-in'
          await carrySession(context, installation.url, signedOut ? null : token)
          const ours = { url: `${installation.url}${path}`, control }
          const floor = { url: `${plain.url}/floor.html`, control: 'main input' }
          rows.push(...(await measure(context, { path, ours, floor, rounds: quick ? 1 : 5 })))
        }
        return rows
      })
    } finally {
      await plain.stop()
    }
  })
}

async function sessionFor(installation: Installation): Promise<string> {
  const deps = portalParts(installation)
  const [person] = await addPeople(installation, await deps.hasher.hashPassword('not asked for here'), 1)
  if (!person) throw new Error('nobody to sign in')
  return await addSession(deps, person)
}

async function carrySession(context: BrowserContext, url: string, token: string | null): Promise<void> {
  await context.clearCookies()
  if (token === null) return
  // Chromium sends a Secure cookie to this machine without TLS, but lets only a server with TLS set it from here; cookies know no ports.
  const { hostname } = new URL(url)
  const cookie = { name: SESSION_COOKIE, value: token, url: `https://${hostname}/`, secure: true, httpOnly: true }
  await context.addCookies([{ ...cookie, sameSite: 'Lax' }])
}

interface Target {
  readonly url: string
  readonly control: string
}

interface Measuring {
  readonly path: string
  readonly ours: Target
  readonly floor: Target
  readonly rounds: number
}

async function measure(context: BrowserContext, { path, ours, floor, rounds }: Measuring): Promise<Row[]> {
  const load = (target: Target, cold: boolean) => ({ run: async () => await interactive(context, target, cold) })
  const results = await interleaved(rounds, {
    cold: load(ours, true),
    warm: load(ours, false),
    coldFloor: load(floor, true),
    warmFloor: load(floor, false),
  })
  return (['cold', 'warm'] as const).map((cache): Row => {
    const [own, bare] = [results[cache], results[`${cache}Floor`]]
    const what = `${path} interactive, CPU slowed ${SLOWED} x, ${cache} cache, against a page without script`
    const row = { bench: 'portal-pages', what, unit: 'ms', ours: median(own), floor: median(bare) } as const
    const target = `under ${LIMIT_MS} ms`
    return { ...row, ratio: row.ours / row.floor, target, met: row.ours < LIMIT_MS, rounds: { own, bare } }
  })
}

/** Milliseconds since the start of the navigation, in a tab of its own. A warm load follows a cold one of the same page. */
async function interactive(context: BrowserContext, { url, control }: Target, cold: boolean): Promise<number> {
  const page = await context.newPage()
  try {
    const devtools = await context.newCDPSession(page)
    // Compiled code is kept by the cached answer it came from and goes with it.
    if (cold) await devtools.send('Network.clearBrowserCache')
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
    await page.addInitScript(watch, { control, mark: MARK })
    const told = whenTold(page)
    await page.goto(url, { waitUntil: 'commit' })
    const time = await told
    if (page.url() !== url) throw new Error(`${url} led to ${page.url()}`)
    return time
  } finally {
    await page.close()
  }
}

/** Heard and not asked for: asking again and again would cost the slowed page time. */
async function whenTold(page: Page): Promise<number> {
  const told = await page.waitForEvent('console', {
    predicate: (message) => message.text().startsWith(MARK),
    timeout: PAGE_LIMIT_MS,
  })
  return Number(told.text().slice(MARK.length))
}

/** Runs in the page before anything of its own. Looks once a frame; what it finds has been painted when the next task runs. */
function watch({ control, mark }: { readonly control: string; readonly mark: string }): void {
  const look = () => {
    const heading = document.querySelector('h1')
    const first = document.querySelector<HTMLElement>(control)
    if (!heading?.checkVisibility() || !first?.checkVisibility() || first.matches(':disabled')) return again()
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      first.focus()
      if (document.activeElement === first) console.log(`${mark}${performance.now()}`)
      else again()
      port1.close()
    }
    port2.postMessage(null)
  }
  const again = () => void requestAnimationFrame(look)
  again()
}
