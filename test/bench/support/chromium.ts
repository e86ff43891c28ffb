import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import type { BenchPage } from '../page/replica'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
]
const STEP_LIMIT_MS = 180_000

export interface BenchBrowser {
  open(url: string): Promise<Page>
  close(): Promise<void>
}

/** Chromium with a profile on disk (an incognito context keeps IndexedDB in memory, where "strict durability" is free, and its cache too). */
async function launch(): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'vestibule-bench-profile-'))
  const context = await chromium.launchPersistentContext(profile, { executablePath: '/usr/bin/chromium', args: FLAGS })
  context.setDefaultTimeout(STEP_LIMIT_MS)
  const close = async () => {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  return { context, close }
}

/** The same Chromium for pages that are not the bench's own. */
export async function withBrowser<T>(use: (context: BrowserContext) => Promise<T>): Promise<T> {
  const { context, close } = await launch()
  try {
    return await use(context)
  } finally {
    await close()
  }
}

export async function launchChromium(): Promise<BenchBrowser> {
  const { context, close } = await launch()
  return {
    open: async (url) => {
      const page = await context.newPage()
      page.on('pageerror', (error) => console.error(`page: ${error.message}`))
      await page.goto(url)
      await page.waitForFunction(() => 'bench' in globalThis)
      return page
    },
    close,
  }
}

export async function withChromium<T>(use: (browser: BenchBrowser) => Promise<T>): Promise<T> {
  const browser = await launchChromium()
  try {
    return await use(browser)
  } finally {
    await browser.close()
  }
}

type Method = keyof BenchPage

/** Calls a function of the bench page, with an end to waiting. */
export async function ask<M extends Method>(
  page: Page,
  method: M,
  ...args: Parameters<BenchPage[M]>
): Promise<Awaited<ReturnType<BenchPage[M]>>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${method} took longer than ${STEP_LIMIT_MS} ms`)), STEP_LIMIT_MS)
  })
  const answer = page.evaluate(
    ([name, values]) => {
      const { bench } = globalThis as unknown as { bench: Record<string, (...values: unknown[]) => unknown> }
      return bench[name]?.(...values) as never
    },
    [method, args] as const,
  )
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
