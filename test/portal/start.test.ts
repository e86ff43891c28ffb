// @vitest-environment happy-dom
// @vitest-environment-options { "url": "https://portal.example/invite#kX3-_kX3-_kX3-_kX3-_kX3-_kX3-_kX3-_kX3-_abc" }
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import { clinic, registering, settle, until } from './portalPage'

const token = `${'kX3-_'.repeat(8)}abc`

test('I3, I4: the page takes the token out of the address before its first request, and sends it in one POST body only', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, scrollTo: () => {} })
  document.body.innerHTML = '<div id="root"></div>'
  expect(location.hash).toBe(`#${token}`)
  const requests: { url: string; method: string; body: string; address: string }[] = []
  vi.stubGlobal('fetch', async (url: string | URL, init: RequestInit = {}) => {
    requests.push({
      url: String(url),
      method: init.method ?? 'GET',
      body: String(init.body ?? ''),
      address: location.href,
    })
    const data = String(url).includes('invite.open') ? registering : clinic
    return new Response(JSON.stringify({ result: { data } }), { headers: { 'content-type': 'application/json' } })
  })
  await act(async () => await import('../../renderer/portal/main'))
  await until(() => document.querySelector('h1') !== null)
  await settle()
  expect(requests.length).toBeGreaterThan(0)
  for (const { address, url } of requests) {
    expect(address).toBe('https://portal.example/invite')
    expect(url).not.toContain(token)
  }
  const opening = requests.filter(({ body }) => body.includes(token))
  expect(opening.map(({ method }) => method)).toEqual(['POST'])
  expect(document.documentElement.innerHTML).not.toContain(token)
  vi.unstubAllGlobals()
})
