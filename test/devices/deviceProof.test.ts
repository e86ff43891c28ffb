import { expect, test } from 'vitest'
import { proofText } from '../../electron/core/deviceKey'
import { proveDevice, type SignedRequest, sha256Text } from '../../server/devices/deviceProof'
import { deviceProofText } from '../../shared/devices/deviceProof'
import { newConsole, signedBy } from '../staff/staffWorld'

const console_ = newConsole()
const signed = signedBy(console_, { path: '/api/staff/sync.push?batch=1', body: '{"a":1}', token: 'session' })

test('D3: a request signed with the console key is proven, with and without a session', () => {
  expect(proveDevice(signed)).toEqual({ id: console_.device.id, publicKey: console_.device.publicKey })
  expect(proveDevice(signedBy(console_, { method: 'GET', token: null }))?.id).toBe(console_.device.id)
  expect(console_.device.id).toMatch(/^[A-Za-z0-9_-]{22}$/)
})

const otherKey = newConsole().device.publicKey.toString('base64url')
const CHANGES: Readonly<Record<string, Partial<SignedRequest>>> = {
  'no proof': { proof: undefined },
  'no key': { deviceKey: undefined },
  'another path': { path: '/api/staff/devices.list?batch=1' },
  'another query': { path: '/api/staff/sync.push?batch=2' },
  'another method': { method: 'GET' },
  'another body': { bodySha256: sha256Text('{"a":2}') },
  'another session': { sessionToken: 'other' },
  'no session': { sessionToken: null },
  'another key': { deviceKey: otherKey },
  'a longer key': { deviceKey: `${otherKey}A` },
  'a key that is not one': { deviceKey: Buffer.alloc(32, 255).toString('base64url') },
  'a cut signature': { proof: signed.proof.slice(0, -1) },
  'an empty signature': { proof: '' },
  'a second spelling of the signature': { proof: secondSpelling(signed.proof) },
}

test.each(Object.entries(CHANGES))('D3: a request with %s is not proven', (_name, change) => {
  expect(proveDevice({ ...signed, ...change })).toBeNull()
})

test('D3: the desktop core signs the same text that the server checks', () => {
  const body = Buffer.from('{"a":1}')
  for (const token of ['session', null]) {
    const here = {
      method: 'POST',
      path: '/api/x?y=1',
      bodySha256: sha256Text(body),
      sessionSha256: sha256Text(token ?? ''),
    }
    expect(proofText({ method: 'POST', path: '/api/x?y=1', body, token })).toBe(deviceProofText(here))
  }
})

/** 64 bytes leave four unused bits in the last character: the same bytes, another text. */
function secondSpelling(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.slice(-1)) + 1]
}
