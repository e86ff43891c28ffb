import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { offsetFileClock } from '../../server/platform/clock'
import { createSecrets, readSecrets } from '../../server/platform/secrets/secrets'
import { captureLog } from '../support/httpApp'

test('H3: known fields are hidden at any usual depth, error messages are dropped, control characters are escaped', () => {
  const { log, text } = captureLog()
  const error = Object.assign(new Error('value "canary-1" is not a uuid'), { code: '22P02', detail: 'canary-2' })
  log.error(
    { err: error, email: 'canary-3', user: { password: 'canary-4', deep: { token: 'canary-5' } } },
    'line\nforged\u001b[31m',
  )
  log.info({ req: { headers: { cookie: 'canary-6' } } }, 'request')
  expect(text()).not.toContain('canary')
  expect(text()).toContain('"22P02"')
  expect(text().trim().split('\n')).toHaveLength(2)
  expect(text()).not.toContain('\u001b')
})

test('secrets are made once, are private, and derive the same keys again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-secrets-'))
  createSecrets(dir)
  const first = readSecrets(dir)
  createSecrets(dir)
  const again = readSecrets(dir)
  expect(again.fingerprint).toBe(first.fingerprint)
  expect(first.deriveKey('a').equals(first.deriveKey('b'))).toBe(false)
  for (const name of ['server.key', 'audit.key']) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600)
  truncateSync(join(dir, 'server.key'), 10)
  expect(() => readSecrets(dir)).toThrow(/server\.key .*damaged/)
  rmSync(dir, { recursive: true })
})

test('M1: a sealed value opens only for its purpose and place, and not when one bit changed', () => {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-secrets-'))
  createSecrets(dir)
  const secrets = readSecrets(dir)
  const sealed = secrets.seal('totp', Buffer.from('secret'), 'account/1')
  expect(secrets.open('totp', sealed, 'account/1').toString()).toBe('secret')
  expect(() => secrets.open('totp', sealed, 'account/2')).toThrow()
  expect(() => secrets.open('mail', sealed, 'account/1')).toThrow()
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8((changed[at] ?? 0) ^ 1, at)
    expect(() => secrets.open('totp', changed, 'account/1')).toThrow()
  }
  rmSync(dir, { recursive: true })
})

test('T1: the offset file moves the clock while it runs', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'vestibule-clock-')), 'offset')
  const clock = offsetFileClock(file)
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000)
  writeFileSync(file, '86400\n')
  expect(Math.abs(clock.now().getTime() - Date.now() - 86_400_000)).toBeLessThan(1_000)
  writeFileSync(file, 'nonsense')
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000)
})
