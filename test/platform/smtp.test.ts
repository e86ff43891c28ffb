import { createServer, type Server, type Socket } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { Delivery } from '../../server/platform/mail/delivery'
import type { SmtpLimits } from '../../server/platform/mail/smtp'
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from './fixtures/certificate'
import { type MailServer, startMailServer } from './fixtures/mailServer'
import { deliveryFrom, MAIL, need, outcomeOf, temporaryFiles } from './fixtures/mailWorld'

const files = temporaryFiles()
const authorities = files.write('ca.pem', TEST_CERTIFICATE)
const TLS = { cert: TEST_CERTIFICATE, key: TEST_CERTIFICATE_KEY }
const SIGN_IN: SMTPServerOptions = {
  ...TLS,
  disabledCommands: [],
  authOptional: false,
  onAuth({ username, password }, _session, done) {
    const isRight = username === 'clinic@host' && password === 'pa:ss/canary%'
    done(isRight ? null : Object.assign(new Error('canary'), { responseCode: 535 }), { user: username })
  },
}
const RIGHT = 'clinic%40host:pa%3Ass%2Fcanary%25'
const UNTRUSTED = /^TemporaryFailure: E[A-Z]+ DEPTH_ZERO_SELF_SIGNED_CERT$/
const ends: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(() => files.remove())

async function startServer(options: SMTPServerOptions = {}, host?: string): Promise<MailServer> {
  const server = await startMailServer(options, host)
  ends.push(() => server.close())
  return server
}

function open(env: Readonly<Record<string, string>>, smtpLimits?: SmtpLimits): Delivery {
  const delivery = deliveryFrom(env, smtpLimits ? { smtpLimits } : {})
  ends.push(() => delivery.close())
  return delivery
}

const send = async (env: Readonly<Record<string, string>>, limits?: SmtpLimits) =>
  await outcomeOf(need(open(env, limits).email).deliver('id-1', MAIL))

/** Speaks only what the test writes; keeps every line that it hears. */
async function startScript(script: (line: string, socket: Socket) => void, host = '127.0.0.1') {
  const heard: string[] = []
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 mail ESMTP\r\n')
    let rest = ''
    socket.on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        heard.push(line)
        script(line, socket)
      }
    })
    ends.push(() => void socket.destroy())
  })
  await new Promise<void>((done) => server.listen(0, host, done))
  ends.push(() => void server.close())
  const address = server.address()
  return { heard, port: typeof address === 'object' && address ? address.port : 0 }
}

test('STARTTLS with a private authority and a password: the mail arrives encrypted and signed in', async () => {
  const server = await startServer(SIGN_IN)
  const env = { SMTP_URL: `smtp://${RIGHT}@127.0.0.1:${server.port}`, SMTP_CA_FILE: authorities }
  expect(await send(env)).toBe('sent')
  expect(server.mails).toMatchObject([{ secure: true, user: 'clinic@host', to: ['canary@example.org'] }])
})

test('smtps:// speaks TLS from the first byte', async () => {
  const server = await startServer({ ...SIGN_IN, secure: true })
  const env = { SMTP_URL: `smtps://${RIGHT}@127.0.0.1:${server.port}`, SMTP_CA_FILE: authorities }
  expect(await send(env)).toBe('sent')
  expect(server.mails).toMatchObject([{ secure: true, user: 'clinic@host' }])
})

test('a wrong password is worth repeating, is not told, and sends nothing', async () => {
  const server = await startServer(SIGN_IN)
  const env = { SMTP_URL: `smtp://clinic%40host:wrong@127.0.0.1:${server.port}`, SMTP_CA_FILE: authorities }
  expect(await send(env)).toBe('TemporaryFailure: EAUTH 535')
  expect(server.arrived).toHaveLength(0)
})

test('a certificate of nobody known ends the try before anything is said', async () => {
  const server = await startServer(SIGN_IN, '127.0.0.2')
  expect(await send({ SMTP_URL: `smtp://${RIGHT}@127.0.0.2:${server.port}` })).toMatch(UNTRUSTED)
  const secure = await startServer({ ...SIGN_IN, secure: true })
  expect(await send({ SMTP_URL: `smtps://${RIGHT}@127.0.0.1:${secure.port}` })).toMatch(UNTRUSTED)
  expect([server.arrived, secure.arrived]).toEqual([[], []])
})

test.each([
  ['does not offer STARTTLS', '250-mail\r\n250 AUTH PLAIN LOGIN\r\n', '502 no\r\n'],
  ['offers STARTTLS and then refuses it', '250-mail\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n', '454 not now\r\n'],
  ['does not know EHLO', '502 no\r\n', '502 no\r\n'],
])('a server that %s gets neither password nor mail in plain text', async (_name, hello, startTls) => {
  const answer = (line: string, socket: Socket) =>
    void socket.write(line.startsWith('EHLO') ? hello : line === 'STARTTLS' ? startTls : '250 ok\r\n')
  for (const host of ['127.0.0.2', '127.0.0.1']) {
    const server = await startScript(answer, host)
    const env = { SMTP_URL: `smtp://${RIGHT}@${host}:${server.port}` }
    expect(await send(host === '127.0.0.1' ? { ...env, SMTP_CA_FILE: authorities } : env)).toMatch(
      /^TemporaryFailure: E/,
    )
    expect(server.heard.filter((line) => !/^(EHLO|STARTTLS|QUIT)/.test(line))).toEqual([])
  }
})

test('to this machine, without a private authority, no TLS is needed', async () => {
  const server = await startServer({ ...TLS, disabledCommands: [] })
  expect(await send({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })).toBe('sent')
  expect(server.mails).toMatchObject([{ secure: false }])
})

test('refused for now and then accepted; refused for good', async () => {
  const server = await startServer()
  const env = { SMTP_URL: `smtp://127.0.0.1:${server.port}` }
  server.refusals.push(451, 550)
  expect(await send(env)).toBe('TemporaryFailure: EENVELOPE 451 4.2.0')
  expect(await send(env)).toBe('PermanentFailure: EENVELOPE 550 4.2.0')
  server.verdicts.push(452, 554)
  expect(await send(env)).toBe('TemporaryFailure: EMESSAGE 452 4.2.0')
  expect(await send(env)).toBe('PermanentFailure: EMESSAGE 554 4.2.0')
  expect(await send(env)).toBe('sent')
  expect(server.mails).toHaveLength(1)
})

test('a line that is cut or silent after the whole mail leaves it in doubt', async () => {
  const server = await startServer()
  const env = { SMTP_URL: `smtp://127.0.0.1:${server.port}` }
  server.verdicts.push('cut', 'silence')
  expect(await send(env)).toMatch(/^InDoubtFailure: E[A-Z]+.* after DATA$/)
  expect(await send(env, { talkMs: 5_000, answerMs: 100 })).toBe('InDoubtFailure: ETIMEDOUT after DATA')
  expect(server.arrived).toHaveLength(2)
})

test.each([
  ['at once', /^$/],
  ['at EHLO', /^EHLO/],
  ['at MAIL', /^MAIL/],
  ['at RCPT', /^RCPT/],
  ['at DATA', /^DATA/],
])('a line that is cut %s, before the mail was asked for, is known not to have sent it', async (name, at) => {
  const server = await startScript((line, socket) => {
    if (at.test(line)) socket.destroy()
    else socket.write('250 ok\r\n')
  })
  const closed = await startScript(() => undefined)
  if (name === 'at once') await ends.pop()?.()
  const port = name === 'at once' ? closed.port : server.port
  expect(await send({ SMTP_URL: `smtp://127.0.0.1:${port}` })).toMatch(/^TemporaryFailure: E/)
})

test('a server that never greets, or never answers, is given up in time and known not to have the mail', async () => {
  const limits = { talkMs: 150, answerMs: 5_000 }
  const mute = await startScript((_line, _socket) => undefined)
  expect(await send({ SMTP_URL: `smtp://127.0.0.1:${mute.port}` }, limits)).toBe('TemporaryFailure: ETIMEDOUT')
})

test('closing ends what is under way', async () => {
  const server = await startServer()
  server.verdicts.push('silence')
  const delivery = open({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })
  const sending = outcomeOf(need(delivery.email).deliver('id-1', MAIL))
  while (server.arrived.length === 0) await new Promise((done) => setTimeout(done, 10))
  delivery.close()
  expect(await sending).toBe('InDoubtFailure: ESMTP after DATA')
})
