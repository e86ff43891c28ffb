import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import type { ReplicaPage } from './replicaPage'

export type Acknowledged = [collection: string, id: string, n: number]

/** A loopback server with the test page. It stays up over browser restarts, because an origin (and its storage) has a port. */
export async function startPageServer() {
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, 'replicaPage.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'chrome120',
  })
  const script = bundle.outputFiles[0]?.contents ?? new Uint8Array()
  const acknowledged: Acknowledged[] = []
  const acks = new EventEmitter()
  const server = createServer((request, response) => {
    response.setHeader('Cache-Control', 'no-store')
    if (request.url === '/page.js') return response.setHeader('Content-Type', 'text/javascript').end(script)
    if (request.url !== '/ack') {
      return response
        .setHeader('Content-Type', 'text/html')
        .end('<!doctype html><script type="module" src="/page.js"></script>')
    }
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      acknowledged.push(...(JSON.parse(body) as Acknowledged[]))
      acks.emit('ack')
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const stop = async () => {
    server.closeAllConnections()
    server.close()
  }
  /** Resolves in the very moment in which this many acknowledgements have come in since the call. */
  const acknowledgements = (count: number) =>
    new Promise<void>((resolve) => {
      let left = count
      const heard = () => {
        if (--left > 0) return
        acks.off('ack', heard)
        resolve()
      }
      acks.on('ack', heard)
    })
  return { url, acknowledged, acknowledgements, stop }
}

/** A browser profile in a folder of its own, removed by `remove`. */
export async function freshProfileFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'vestibule-replica-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) }
}

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
]

/** Chromium as a process of our own, so that it can be killed like a power cut would. */
export async function startBrowser(profile: string) {
  const child = spawn('/usr/bin/chromium', [...ARGUMENTS, `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(child, 'exit')
  const browser = await chromium.connectOverCDP(await debuggerAddress(child))
  const context = browser.contexts()[0]
  if (context === undefined) throw new Error('the browser has no context')
  const openTab = async (url: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(url)
    await page.waitForFunction(() => 'replica' in globalThis)
    return page
  }
  /** SIGKILL for the browser and its children at once. */
  const kill = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL')
    await exited
    await browser.close().catch(() => undefined)
  }
  return { context, openTab, kill }
}

async function debuggerAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('no stderr')
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('the browser ended before it was ready')
}

type Method = keyof ReplicaPage
type Answer<M extends Method> = Awaited<ReturnType<ReplicaPage[M]>>

/** Calls a function of the test page. Arguments travel over the debugger and are never on disk. */
export function ask<M extends Method>(page: Page, method: M, ...args: Parameters<ReplicaPage[M]>): Promise<Answer<M>> {
  return page.evaluate(
    ([name, values]) => {
      const { replica } = globalThis as unknown as { replica: Record<string, (...values: unknown[]) => unknown> }
      return replica[name]?.(...values) as never
    },
    [method, args] as const,
  )
}
