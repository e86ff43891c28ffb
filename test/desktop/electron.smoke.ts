import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { clinicServer } from './desktopSupport'

// Needs a build (dist/electron, dist/console) and a display; run by scripts/test-electron.mjs.
let folder = ''
afterEach(() => rm(folder, { recursive: true, force: true }))

test('E1: the built app opens the console on its own scheme, without Node in the page', async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestibule-electron-'))
  await using server = await clinicServer()
  const app = await _electron.launch({
    // Chromium refuses its sandbox to root; this is the test machine's limit and no setting of the app.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), 'dist/electron/main.js'],
    env: { ...process.env, SERVER_URL: server.url, CONSOLE_DATA_DIR: folder } as Record<string, string>,
  })
  try {
    const page = await app.firstWindow()
    await page.waitForLoadState('domcontentloaded')
    expect(page.url()).toMatch(/^app:\/\/console\//)
    expect(
      await page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')]),
    ).toEqual(['undefined', 'undefined'])
    const status = await page.evaluate(async () => (await fetch('/desktop/status')).json())
    expect(status).toMatchObject({ result: { data: { shell: 'electron', server: server.url } } })
    const forwarded = await page.evaluate(async () => (await fetch('/api/staff/ping')).status)
    expect(forwarded).toBe(200)
    expect(await page.evaluate(() => window.open('https://example.com') === null)).toBe(true)
    const outside = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'reached',
        () => 'refused',
      ),
    )
    expect(outside).toBe('refused')
  } finally {
    await app.close()
  }
})
