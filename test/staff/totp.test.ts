import { expect, test } from 'vitest'
import {
  matchStep,
  newTotpSecret,
  otpauthUrl,
  totpCode,
  totpSecretText,
  totpStep,
} from '../../server/platform/secrets/totp'
import { fromBase32 } from './staffWorld'

/** RFC 6238 appendix B, SHA-1; the last six digits of the eight printed there. */
const SECRET = Buffer.from('12345678901234567890')
const VECTORS = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const

test.each(VECTORS)('M1: at %i s the RFC 6238 secret gives %s', (epoch, code) => {
  const now = new Date(epoch * 1000)
  expect(totpCode(SECRET, totpStep(now))).toBe(code)
  expect(matchStep(SECRET, code, now)).toBe(Math.floor(epoch / 30))
})

test('M1: codes of the steps -1, 0 and +1 match, those of -2 and +2 do not', () => {
  const now = new Date('2026-03-02T09:00:00Z')
  const step = totpStep(now)
  const matched = [-2, -1, 0, 1, 2].map((offset) => matchStep(SECRET, totpCode(SECRET, step + offset), now))
  expect(matched).toEqual([null, step - 1, step, step + 1, null])
})

test('M1: the window moves exactly at the 30-second border', () => {
  const code = totpCode(SECRET, 100)
  expect(matchStep(SECRET, code, new Date(99 * 30_000))).toBe(100)
  expect(matchStep(SECRET, code, new Date(99 * 30_000 - 1))).toBeNull()
  expect(matchStep(SECRET, code, new Date(102 * 30_000 - 1))).toBe(100)
  expect(matchStep(SECRET, code, new Date(102 * 30_000))).toBeNull()
})

test('M1: what is not six plain digits never matches and never throws', () => {
  for (const code of ['', '12345', '1234567', '２８７０８２', '28708２', ' 87082', '-87082']) {
    expect(matchStep(SECRET, code, new Date(59_000))).toBeNull()
  }
})

test('M1: secrets have 160 random bits and the QR code holds secret, issuer and account', () => {
  const secret = newTotpSecret()
  expect(secret.length).toBe(20)
  expect(newTotpSecret().equals(secret)).toBe(false)
  expect(fromBase32(totpSecretText(secret))).toEqual(secret)
  const url = new URL(otpauthUrl(secret, 'Alder & Ash Clinic', 'kim@alder.example'))
  expect(url.protocol).toBe('otpauth:')
  expect(url.searchParams.get('secret')).toBe(totpSecretText(secret))
  expect(url.searchParams.get('issuer')).toBe('Alder & Ash Clinic')
  expect(decodeURIComponent(url.pathname)).toContain('kim@alder.example')
})
