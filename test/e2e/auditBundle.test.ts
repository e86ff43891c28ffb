import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuditSite, createAuditSite } from '../audit/auditSite'
import { DESKTOP, launchBrowser, openContext, seriousFaults, shoot } from './support/browser'

/** More than one block of the file. */
const ROWS = 8_000
let site: AuditSite
let browser: Browser
let folder = ''
let sound = ''

beforeAll(async () => {
  site = await createAuditSite(0)
  for (let rows = 0; rows < ROWS; rows += 4_000) await site.append(4_000)
  await site.keeper().start()
  await site.tamper(`update clinic set name = 'North </title><script>document.title = "out"</script>'`)
  folder = mkdtempSync(join(tmpdir(), 'vestibule-file-'))
  sound = join(folder, 'sound.html')
  expect((await site.verify('--bundle', sound, '--last', '0')).code).toBe(0)
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
  await site?.drop()
})

interface Opened {
  readonly page: Page
  readonly asked: readonly string[]
  readonly complaints: readonly string[]
}

/** As somebody without any server opens it: a file, and a browser that may reach nothing. */
async function openFile(file: string): Promise<Opened> {
  const context = await openContext(browser, DESKTOP)
  await context.setOffline(true)
  const page = await context.newPage()
  const [asked, complaints]: [string[], string[]] = [[], []]
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(pathToFileURL(file).href)
  await page.locator('#verdict:not([data-tone="busy"])').waitFor({ timeout: 120_000 })
  return { page, asked, complaints }
}

async function changedFile(name: string, change: (text: string) => string): Promise<Opened> {
  const file = join(folder, name)
  writeFileSync(file, change(readFileSync(sound, 'utf8')))
  return await openFile(file)
}

test('U3: the bundle opened from disk, without a server, verifies itself and says that it is sound', async () => {
  const { page, asked, complaints } = await openFile(sound)
  expect(await page.locator('#title').innerText()).toBe(`SOUND up to row ${ROWS.toLocaleString('en-US')}`)
  expect(await page.title()).toContain('Audit log of North </title>')
  expect(asked).toEqual([pathToFileURL(sound).href])
  expect(complaints).toEqual([])
  expect(await page.locator('#rows tr').count()).toBe(100)
  expect(await seriousFaults(page)).toEqual([])
  await shoot(page, 'audit-bundle-sound')
  const { hash } = site.head()
  for (const [witness, verdict] of [
    [`${ROWS}:${hash}`, 'SOUND'],
    [`${ROWS}:${'f'.repeat(64)}`, `TAMPERED: first bad row ${ROWS} (rewritten)`],
    [`${ROWS + 5}:${'f'.repeat(64)}`, `TAMPERED: first bad row ${ROWS + 1} (truncated)`],
    ['hello', 'Not verified'],
  ] as const) {
    await page.locator('#witness').fill(witness)
    await page.getByRole('button', { name: 'Verify again' }).click()
    await page.locator('#title', { hasText: verdict }).waitFor()
  }
  await page.context().close()
})

test('U3: a changed, a missing and a moved row in the file are named, and the bad row is shown', async () => {
  const line = (text: string, seq: number) => new RegExp(`^\\["row",${seq},.*\\n`, 'm').exec(text)?.[0] ?? ''
  const cases: readonly (readonly [string, (text: string) => string])[] = [
    ['7000 (altered)', (text) => text.replace(line(text, 7000), line(text, 7000).replace('127.0.0.1', '127.0.0.2'))],
    ['7000 (missing)', (text) => text.replace(line(text, 7000), '')],
    [
      '7000 (inserted)',
      (text) =>
        text.replace(line(text, 7000), `${line(text, 6999).replace('"row",6999', '"row",7000')}${line(text, 7000)}`),
    ],
  ]
  for (const [index, [verdict, change]] of cases.entries()) {
    const { page, complaints } = await changedFile(`bad-${index}.html`, change)
    expect(await page.locator('#title').innerText()).toBe(`TAMPERED: first bad row ${verdict}`)
    expect(await page.locator('#rows tr').count()).toBeGreaterThan(50)
    expect(complaints).toEqual([])
    if (index === 0) {
      expect(await page.locator('tr.bad td').first().innerText()).toBe('7000')
      await shoot(page, 'audit-bundle-tampered')
    }
    await page.context().close()
  }
})

test('U3: a head that was not signed by the key in the file proves nothing, and a script put into the file does not run', async () => {
  const forged = await changedFile('forged.html', (text) =>
    text.replace(/"hash":"[0-9a-f]{64}","at"/, `"hash":"${'a'.repeat(64)}","at"`),
  )
  expect(await forged.page.locator('#title').innerText()).toBe('NOT PROVEN')
  await forged.page.context().close()
  const script = await changedFile('script.html', (text) =>
    text.replace('</main>', '</main><script>document.title = "ran"</script>'),
  )
  expect(await script.page.title()).not.toBe('ran')
  expect(script.complaints.join()).toContain('Content Security Policy')
  await script.page.context().close()
})
