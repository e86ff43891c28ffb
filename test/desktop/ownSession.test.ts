import { expect, test } from 'vitest'
import { deskBench, errorCode, memoryKeychain, PASSWORD, SESSION, startFakeServer } from './desktopSupport'

/** A clinic that signs in whomever the code names. */
function twoPeople() {
  return startFakeServer((heard, response) => {
    response.setHeader('content-type', 'application/json')
    if (heard.path === '/api/staff/auth.verify') {
      const who = JSON.parse(heard.body.toString()).code
      response.setHeader('x-vestibule-session', `${SESSION}-${who}`)
      response.setHeader('x-vestibule-signed-in', who)
    }
    response.end('{}')
  })
}

/** A keychain that takes its time, as the systems' own do. */
function slowKeychain() {
  const keychain = memoryKeychain()
  const { get, set } = keychain
  const breath = () => new Promise((resolve) => setTimeout(resolve, 3))
  keychain.get = async (name) => {
    await breath()
    return await get(name)
  }
  keychain.set = async (name, value) => {
    await breath()
    await set(name, value)
  }
  return keychain
}

const pushOf = (staffId: string) => ({ headers: { 'x-vestibule-for': staffId } })

test('D3: while somebody signs in above the records of another, nothing of those records leaves with the new session', async () => {
  await using server = await twoPeople()
  const before = deskBench({ serverUrl: server.url, keychain: slowKeychain() })
  const verify = (bench: typeof before, code: string) => bench.post('/api/staff/auth.verify', { code })
  await before.post('/api/staff/auth.signIn', { email: 'ana@clinic.example', password: PASSWORD })
  await verify(before, 'ana')
  // Started anew, Ana's records are open without a session.
  const bench = deskBench({ ...before, serverUrl: server.url })
  await bench.desktop.lock.unlock.mutate({ staffId: 'ana', password: PASSWORD })
  await bench.post('/api/staff/auth.signIn', {
    email: 'ben@clinic.example',
    password: 'the other quiet herons of the lake',
  })
  server.heard.length = 0
  const over = { yet: false }
  const verifying = verify(bench, 'ben').finally(() => {
    over.yet = true
  })
  const refusals: string[] = []
  for (let turn = 0; turn < 500 && (!over.yet || refusals.length === 0); turn++) {
    const answer = await bench.post('/api/staff/sync.push', { items: ['of Ana'] }, pushOf('ana'))
    if (!answer.ok) refusals.push(await errorCode(answer))
  }
  await verifying
  const pushes = server.heard.filter(({ path }) => path === '/api/staff/sync.push')
  expect(pushes.filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
  expect(new Set(refusals)).toEqual(new Set(['LOCKED']))
  await bench.post('/api/staff/sync.push', { items: ['of Ben'] }, pushOf('ben'))
  expect(server.heard.at(-1)?.headers.authorization).toBe(`Bearer ${SESSION}-ben`)
  expect(server.heard.at(-1)?.headers['x-vestibule-for']).toBeUndefined()
})

test('D3: a call for somebody is refused here when nobody is at work, and never reaches the server', async () => {
  await using server = await twoPeople()
  const bench = deskBench({ serverUrl: server.url })
  const answer = await bench.get('/api/staff/auth.me', pushOf('ana'))
  expect([answer.status, await errorCode(answer)]).toEqual([423, 'LOCKED'])
  expect(server.heard).toEqual([])
})

test('W3: the late answer to an older sign-in changes neither the session nor who is at work', async () => {
  const late = { send: () => {} }
  await using server = await startFakeServer((heard, response) => {
    const who = heard.path === '/api/staff/auth.verify' ? JSON.parse(heard.body.toString()).code : null
    const send = () => {
      if (who !== null) {
        response.setHeader('x-vestibule-session', `${SESSION}-${who}`)
        response.setHeader('x-vestibule-signed-in', who)
      }
      response.end('{}')
    }
    if (who === 'ben') late.send = send
    else send()
  })
  const bench = deskBench({ serverUrl: server.url })
  const slow = bench.post('/api/staff/auth.verify', { code: 'ben' })
  await expect.poll(() => server.heard.length, { timeout: 60_000 }).toBe(1)
  await bench.post('/api/staff/auth.verify', { code: 'ana' })
  late.send()
  await slow
  expect(await bench.desktop.lock.status.query()).toMatchObject({ state: 'unlocked', staffId: 'ana' })
  await bench.get('/api/staff/sync.pull')
  expect(server.heard.at(-1)?.headers.authorization).toBe(`Bearer ${SESSION}-ana`)
})

test('D3: somebody new who signs in under a watching page stays in: their lease has begun before anybody looks at it', async () => {
  await using server = await twoPeople()
  const bench = deskBench({ serverUrl: server.url, keychain: slowKeychain() })
  const leaving = new AbortController()
  const headers = { accept: 'text/event-stream' }
  const answer = await bench.get('/desktop/lock.watch', { signal: leaving.signal, headers })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  await bench.post('/api/staff/auth.verify', { code: 'ana' })
  let seen = ''
  for (let turn = 0; turn < 100 && !seen.includes('"staffId":"ana"'); turn++)
    seen += (await reader?.read())?.value ?? ''
  expect(seen).not.toContain('"lease":"lock"')
  expect(await bench.desktop.lock.status.query()).toMatchObject({ state: 'unlocked', staffId: 'ana', lease: 'ok' })
  leaving.abort()
  await reader?.cancel().catch(() => undefined)
})
