import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { Delivery } from '../../server/platform/mail/delivery'
import type { Message } from '../../server/platform/mail/message'
import { type MailServer, startMailServer } from './fixtures/mailServer'
import { deliveryFrom, MAIL, need, outcomeOf, temporaryFiles } from './fixtures/mailWorld'

const files = temporaryFiles()
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dkimKey = files.write('dkim.pem', String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
let server: MailServer
let delivery: Delivery | null = null

beforeEach(async () => {
  server = await startMailServer()
})
afterEach(async () => {
  delivery?.close()
  await server.close()
})
afterAll(() => files.remove())

async function deliver(message: Message, env: Readonly<Record<string, string>> = {}): Promise<string> {
  delivery = deliveryFrom({ SMTP_URL: `smtp://127.0.0.1:${server.port}`, ...env })
  return await outcomeOf(need(delivery.email).deliver('3f1c', message))
}

/** Names of the header fields and the body, as the server received them. */
function read(raw: string) {
  const at = raw.indexOf('\r\n\r\n')
  const fields = raw.slice(0, at).split(/\r\n(?![ \t])/)
  const value = (name: string) =>
    fields
      .filter((field) => field.toLowerCase().startsWith(`${name}:`))
      .map((field) => field.slice(name.length + 1).trim())
  return { fields, names: fields.map((field) => field.split(':')[0]?.toLowerCase()), value, body: raw.slice(at + 4) }
}

const received = () => {
  const mail = server.mails.at(-1)
  if (mail === undefined) throw new Error('nothing arrived')
  return { ...mail, ...read(mail.raw) }
}

test('sender, bounce address, Message-ID by the message id and Auto-Submitted', async () => {
  expect(await deliver(MAIL, { MAIL_BOUNCE: 'bounce@mail.example.org' })).toBe('sent')
  const mail = received()
  expect([mail.from, mail.to]).toEqual(['bounce@mail.example.org', ['canary@example.org']])
  expect(mail.value('from')).toEqual(['Clinic <clinic@example.org>'])
  expect(mail.value('to')).toEqual(['canary@example.org'])
  expect(mail.value('message-id')).toEqual(['<3f1c@example.org>'])
  expect(mail.value('auto-submitted')).toEqual(['auto-generated'])
  expect(mail.names).not.toContain('dkim-signature')
})

test('a message may name its own sender; without a bounce address its mail comes back to that', async () => {
  await deliver({ ...MAIL, from: { name: 'Clinique Été', address: 'ete@clinic.example' } })
  expect(received().from).toBe('ete@clinic.example')
  expect(received().value('from')).toEqual(['=?UTF-8?Q?Clinique_=C3=89t=C3=A9?= <ete@clinic.example>'])
  expect(received().value('message-id')).toEqual(['<3f1c@clinic.example>'])
  await deliver({ ...MAIL, from: { name: 'Harbour, "Street"', address: null } })
  expect(received().value('from')).toEqual(['"Harbour, \\"Street\\"" <clinic@example.org>'])
})

const BREAKS = ['\r\n', '\n', '\r', '\u2028', '\u0085', '\r\n ', '\0\r\n']

test('no name and no subject can start a header or add a recipient', async () => {
  await deliver(MAIL)
  const { names } = received()
  for (const end of BREAKS) {
    const evil = `Hello${end}Bcc: evil@example.net${end}${end}<h1>evil</h1>`
    expect(await deliver({ ...MAIL, subject: evil, from: { name: evil, address: null } })).toBe('sent')
    expect(received().names).toEqual(names)
    expect(received().to).toEqual(['canary@example.org'])
    expect(received().body).not.toContain('evil')
  }
})

test.each([
  ...BREAKS.map((end) => `a@example.org${end}Bcc: evil@example.net`),
  'a@example.org, evil@example.net',
  'evil: a@example.org, b@example.org;',
  '"a b"@example.org',
  '<a@example.org>',
  'a@example.org> SIZE=1',
  'Name <a@example.org>',
  'a@b@example.org',
  'nobody',
  '',
])('the address %j is refused for good, without being repeated', async (address) => {
  expect(await deliver({ ...MAIL, to: address })).toBe('PermanentFailure: bad address')
  expect(await deliver({ ...MAIL, from: { name: 'x', address } })).toBe('PermanentFailure: bad sender address')
  expect(server.arrived).toHaveLength(0)
})

/** RFC 6376 by hand: relaxed body and headers, then the signature itself. */
function checkDkim(raw: string): { bodyHash: boolean; signature: boolean; tags: ReadonlyMap<string, string> } {
  const { fields, body } = read(raw)
  const field = fields.find((line) => /^dkim-signature:/i.test(line)) ?? ''
  const tags = new Map(
    field
      .slice(field.indexOf(':') + 1)
      .replace(/\r\n/g, '')
      .split(';')
      .map((tag): [string, string] => [
        (tag.split('=')[0] ?? '').trim(),
        tag.slice(tag.indexOf('=') + 1).replace(/\s/g, ''),
      ]),
  )
  const relaxedBody = `${body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '')}\r\n`
  const relaxed = (line: string) => {
    const at = line.indexOf(':')
    const value = line
      .slice(at + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()
    return `${line.slice(0, at).toLowerCase().trim()}:${value}`
  }
  const signed = (tags.get('h') ?? '')
    .split(':')
    .map((name) => fields.findLast((line) => line.toLowerCase().startsWith(`${name}:`)))
    .map((line) => `${relaxed(line ?? '')}\r\n`)
  const own = relaxed(field.replace(/(;\s*b=)[\s\S]*$/, '$1'))
  return {
    tags,
    bodyHash: createHash('sha256').update(relaxedBody, 'latin1').digest('base64') === tags.get('bh'),
    signature: createVerify('RSA-SHA256')
      .update(signed.join('') + own, 'latin1')
      .verify(createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), tags.get('b') ?? '', 'base64'),
  }
}

test('DKIM: the body hash is right, the signature holds, and it covers sender, recipient and subject', async () => {
  const dkim = { MAIL_DKIM_DOMAIN: 'example.org', MAIL_DKIM_SELECTOR: 'mail2026', MAIL_DKIM_KEY_FILE: dkimKey }
  const message = { ...MAIL, text: 'Été.\n\n.\nA line that starts with a dot \n\n\n', html: '<p>Été</p>' }
  expect(await deliver(message, dkim)).toBe('sent')
  const { tags, ...checks } = checkDkim(received().raw)
  expect(checks).toEqual({ bodyHash: true, signature: true })
  expect([tags.get('d'), tags.get('s'), tags.get('a')]).toEqual(['example.org', 'mail2026', 'rsa-sha256'])
  expect(tags.get('h')?.split(':')).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id']))
  expect(checkDkim(received().raw.replace('Subject: ', 'Subject: Re: ')).signature).toBe(false)
})

test.each([
  ['MAIL_DKIM_KEY_FILE', 'missing.pem', null],
  ['MAIL_DKIM_KEY_FILE', 'broken.pem', 'canary'],
  ['MAIL_DKIM_KEY_FILE', 'public.pem', String(publicKey.export({ type: 'spki', format: 'pem' }))],
  [
    'MAIL_DKIM_KEY_FILE',
    'ed25519.pem',
    String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
  ],
  ['SMTP_CA_FILE', 'missing-ca.pem', null],
  ['SMTP_CA_FILE', 'broken-ca.pem', '-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n'],
])('T1: %s with %s stops the start with one sentence', (name, file, content) => {
  const path = content === null ? `${files.dir}/${file}` : files.write(file, content)
  const dkim = { MAIL_DKIM_DOMAIN: 'example.org', MAIL_DKIM_SELECTOR: 'mail2026', MAIL_DKIM_KEY_FILE: dkimKey }
  const env = { SMTP_URL: 'smtp://127.0.0.1:1', ...dkim, [name]: path }
  const start = () => deliveryFrom(env)
  expect(start).toThrow(expect.objectContaining({ name: 'StartProblem' }))
  expect(start).toThrow(new RegExp(`^${name} [^\\n]*\\.$`))
  expect(start).not.toThrow(/canary/)
})
