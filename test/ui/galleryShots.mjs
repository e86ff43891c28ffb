// Serves the built gallery under the strictest CSP we ship, photographs it, and fails when the browser reports a violation.
// Run: npx vite build -c test/ui/gallery.config.ts && node test/ui/galleryShots.mjs
import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { chromium } from 'playwright-core'

const built = fileURLToPath(new URL('../../artifacts/ui/gallery/', import.meta.url))
const shots = fileURLToPath(new URL('../../artifacts/ui/', import.meta.url))
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}
const policy = (nonce) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url ?? '/', 'http://x').pathname)
  const nonce = randomBytes(16).toString('base64')
  try {
    const body = await readFile(join(built, path))
    const type = types[extname(path)] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy(nonce) })
    response.end(type === 'text/html' ? body.toString().replace('%NONCE%', nonce) : body)
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
const origin = `http://127.0.0.1:${server.address().port}`
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
})
// Mantine puts an empty focus stop inside an open menu, and menus outside every landmark.
const libraryFaults = ['aria-required-children', 'region']
const violations = []
const foreign = []

/** Everything to touch, its label row included. Links inside sentences are exempt, as in WCAG 2.5.8. */
const smallTargets = () =>
  [...document.querySelectorAll('button, input')].flatMap((element) => {
    const row = element.closest('.mantine-Checkbox-body') ?? element
    const { width, height } = row.getBoundingClientRect()
    return width < 44 || height < 44 ? [`${element.outerHTML.slice(0, 80)} ${width}x${height}`] : []
  })

async function shoot(name, { page: entry, width, scheme, lang, act }) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security|Refused/.test(message.text()))
      violations.push(`${name}: ${message.text()}`)
  })
  page.on('pageerror', (error) => violations.push(`${name}: ${error.message}`))
  page.on('request', (request) => request.url().startsWith(origin) || foreign.push(request.url()))
  await page.goto(`${origin}/${entry}.html?lang=${lang}`)
  await page.waitForSelector('h1')
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(250)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (overflow > 0) violations.push(`${name}: page is ${overflow} px wider than the window`)
  if (entry === 'portal')
    violations.push(...(await page.evaluate(smallTargets)).map((what) => `${name}: under 44 px: ${what}`))
  await act?.(page)
  // Evaluated by the debugger, so the page's own policy stays as strict as it is.
  await page.evaluate(axe.source)
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  )
  for (const fault of found.violations.filter(({ id }) => !libraryFaults.includes(id)))
    violations.push(
      `${name}: ${fault.id}: ${fault.nodes
        .slice(0, 4)
        .map((node) => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`)
        .join(' | ')}`,
    )
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: !act })
  await context.close()
}

await mkdir(shots, { recursive: true })
for (const entry of ['console', 'portal'])
  for (const width of [1280, 390])
    for (const scheme of ['light', 'dark'])
      await shoot(`${entry}-${width}-${scheme}`, { page: entry, width, scheme, lang: 'en' })
await shoot('console-390-fr', { page: 'console', width: 390, scheme: 'light', lang: 'fr' })
await shoot('portal-390-fr', { page: 'portal', width: 390, scheme: 'light', lang: 'fr' })
const dialog = async (page) => {
  await page.getByRole('button', { name: 'Revoke access' }).click()
  await page.waitForTimeout(400)
  const focused = await page.evaluate(() => document.activeElement?.textContent)
  if (focused !== 'Keep access') violations.push(`dialog: focus is on ${focused}`)
}
const menu = async (page) => {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.waitForTimeout(300)
}
await shoot('console-dialog-light', { page: 'console', width: 1280, scheme: 'light', lang: 'en', act: dialog })
await shoot('console-dialog-dark', { page: 'console', width: 1280, scheme: 'dark', lang: 'en', act: dialog })
await shoot('console-menu-dark', { page: 'console', width: 1280, scheme: 'dark', lang: 'en', act: menu })
const notice = async (page) => {
  await dialog(page)
  await page.getByRole('button', { name: 'Revoke access' }).last().click()
  await page.getByText('Queued, takes effect when online').last().waitFor()
  await page.waitForTimeout(400)
}
const paper = (page) => page.emulateMedia({ media: 'print', colorScheme: 'dark' })
await shoot('console-notice', { page: 'console', width: 1280, scheme: 'light', lang: 'en', act: notice })
await shoot('console-print', { page: 'console', width: 900, scheme: 'dark', lang: 'en', act: paper })
await shoot('portal-focus', {
  page: 'portal',
  width: 390,
  scheme: 'light',
  lang: 'en',
  act: async (page) => {
    for (let presses = 0; presses < 5; presses++) await page.keyboard.press('Tab')
  },
})
await browser.close()
server.close()
process.stdout.write(
  `violations: ${violations.length}\n${violations.join('\n')}\nforeign requests: ${foreign.length}\n`,
)
process.exitCode = violations.length || foreign.length ? 1 : 0
