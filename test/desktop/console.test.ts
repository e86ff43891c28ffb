import { expect, test } from 'vitest'
import { filePath } from '../../electron/core/consolePages'
import { deskBench, errorCode } from './desktopSupport'

test('E2: the console page carries a policy without inline scripts, and its nonce stands in the page', async () => {
  const response = await deskBench().get('/')
  const policy = response.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ])
  expect(nonce.length).toBeGreaterThanOrEqual(22)
  expect(await response.text()).toContain(`content="${nonce}"`)
})

test('E2: every page load has another nonce', async () => {
  const bench = deskBench()
  const policies = await Promise.all([bench.get('/'), bench.get('/')])
  expect(policies[0]?.headers.get('content-security-policy')).not.toBe(
    policies[1]?.headers.get('content-security-policy'),
  )
})

test('H1: pages and files are sent with nosniff, no-referrer and an own opener group', async () => {
  const bench = deskBench()
  for (const path of ['/', '/assets/a.js']) {
    const { headers } = await bench.get(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

test('E2: a route of the page answers with the page, a missing file is not found', async () => {
  const bench = deskBench()
  const route = await bench.get('/participants/42')
  expect(route.headers.get('content-type')).toContain('text/html')
  expect(await errorCode(await bench.get('/assets/missing.js'))).toBe('NOT_FOUND')
  expect((await bench.get('/assets/a.js')).headers.get('content-type')).toContain('text/javascript')
})

test('E3: no path can name a place outside the console folder', () => {
  const outside = [
    '/../package.json',
    '/..%2fpackage.json',
    '/assets/..%5c..%5cx',
    '/%2e%2e/x',
    '/.git/config',
    '/a%00.js',
    '/%',
    '/C:/x',
  ]
  expect(outside.map(filePath)).toEqual(outside.map(() => null))
  expect(filePath('/assets/index-a1b2.js')).toBe('assets/index-a1b2.js')
})

test('W6: pages of the console are only read', async () => {
  const response = await deskBench().post('/')
  expect(response.status).toBe(405)
})
