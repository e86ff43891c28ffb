import { expect, test } from 'vitest'
import { checkCaller } from '../../electron/core/requestChecks'
import { deskBench, errorCode, ORIGIN } from './desktopSupport'

const json = { method: 'POST', origin: ORIGIN, fetchSite: 'same-origin', contentType: 'application/json' }

test('W6: a request from another site, a sibling site or nowhere in particular is refused', () => {
  for (const fetchSite of ['cross-site', 'same-site', 'anything']) {
    expect(checkCaller({ ...json, fetchSite }, ORIGIN, 'headers')).toBe('WRONG_ORIGIN')
  }
  expect(checkCaller({ ...json, origin: null, fetchSite: null }, ORIGIN, 'headers')).toBe('WRONG_ORIGIN')
  expect(checkCaller({ ...json, origin: 'null' }, ORIGIN, 'headers')).toBe('WRONG_ORIGIN')
  expect(checkCaller({ ...json, origin: 'http://127.0.0.1:4311', fetchSite: null }, ORIGIN, 'headers')).toBe(
    'WRONG_ORIGIN',
  )
})

test('W6: the own page is let through by Fetch Metadata or by its origin', () => {
  expect(checkCaller(json, ORIGIN, 'headers')).toBe(null)
  expect(checkCaller({ ...json, origin: null }, ORIGIN, 'headers')).toBe(null)
  expect(checkCaller({ ...json, fetchSite: null }, ORIGIN, 'headers')).toBe(null)
})

test('E2: on the app scheme missing headers are fine, wrong ones are not', () => {
  const bare = { ...json, origin: null, fetchSite: null }
  expect(checkCaller(bare, 'app://console', 'scheme')).toBe(null)
  expect(checkCaller({ ...bare, origin: 'https://evil.example' }, 'app://console', 'scheme')).toBe('WRONG_ORIGIN')
})

test('W6: a form post is refused because it is not JSON', () => {
  for (const contentType of [null, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
    expect(checkCaller({ ...json, contentType }, ORIGIN, 'headers')).toBe('WRONG_MEDIA_TYPE')
  }
})

test('W6: methods other than GET, HEAD and POST are refused', () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    expect(checkCaller({ ...json, method }, ORIGIN, 'headers')).toBe('WRONG_METHOD')
  }
})

test('W6: the core asks these questions for the API and for its own procedures', async () => {
  const bench = deskBench()
  for (const path of ['/api/staff/x', '/desktop/lock.status', '/desktop', '/api']) {
    const response = await bench.get(path, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(response.status).toBe(403)
    expect(await errorCode(response)).toBe('WRONG_ORIGIN')
  }
})

test('G2: unknown fields and odd ids are refused by the desktop procedures', async () => {
  const bench = deskBench()
  for (const input of [{ staffId: 'a', path: '/etc' }, { staffId: '../a' }, { staffId: '' }, {}]) {
    expect((await bench.post('/desktop/replica.key', input)).status).toBe(400)
  }
  const stack = await (await bench.post('/desktop/replica.key', { staffId: 1 })).text()
  expect(stack).not.toMatch(/node_modules|\bat .*\.ts|stack/)
})
