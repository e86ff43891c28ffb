import { expect, test } from 'vitest'
import { readConfig } from '../../server/platform/config'

test('T1: an empty environment gives the documented defaults', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    port: 4300,
    host: '127.0.0.1',
    databaseUrl: null,
    smtpUrl: null,
    outboxDir: null,
    testHooks: false,
  })
  if ('problem' in config) throw new Error(config.problem)
  expect(config.dataDir).toBe(`${process.cwd()}/data`)
  expect(config.secretsDir).toBe(`${process.cwd()}/data/secrets`)
  expect(config.auditHeadFile).toBe(`${process.cwd()}/data/secrets/audit-head.json`)
  expect(config.publicUrl.origin).toBe('http://localhost:4300')
})

test.each([
  ['PORT', 'eighty', 'PORT'],
  ['PORT', '65536', 'PORT'],
  ['PORT', '-1', 'PORT'],
  ['PORT', '80.5', 'PORT'],
  ['PUBLIC_URL', 'portal.example.org', 'PUBLIC_URL'],
  ['PUBLIC_URL', 'http://portal.example.org', 'https://'],
  ['PUBLIC_URL', 'https://portal.example.org/app', 'without a path'],
  ['PUBLIC_URL', 'https://user:canary@portal.example.org', 'without a path or a user name'],
  ['PUBLIC_URL', 'javascript:alert(1)', 'https://'],
  ['DATABASE_URL', 'mysql://canary@host/db', 'DATABASE_URL'],
  ['DATABASE_URL', 'postgres://user:canary@host', 'must name a database'],
  ['SMTP_URL', 'https://mail.example.org', 'SMTP_URL'],
  ['SMTP_URL', 'canary', 'SMTP_URL'],
  ['SMS_URL', 'ftp://sms', 'SMS_URL'],
  ['MAIL_FROM', 'no address', 'MAIL_FROM'],
  ['MAIL_FROM', 'a@b.org\r\nBcc: canary@evil.example', 'MAIL_FROM'],
  ['TRUSTED_PROXIES', 'everywhere', 'TRUSTED_PROXIES'],
  ['TRUSTED_PROXIES', '10.0.0.0/33', 'TRUSTED_PROXIES'],
  ['TRUSTED_PROXIES', '10.0.0.1, ,nope', 'TRUSTED_PROXIES'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL'],
  ['APP_TEST_HOOKS', 'yes', 'APP_TEST_HOOKS'],
])('T1: %s=%s is one plain sentence that names it and repeats no value', (name, value, part) => {
  const config = readConfig({ [name]: value })
  if (!('problem' in config)) throw new Error('accepted')
  expect(config.problem).toMatch(/^[A-Z][^\n]*\.$/)
  expect(config.problem).toContain(part)
  expect(config.problem).not.toContain('canary')
})

test('T3: test hooks and production together are a problem, whatever else is set', () => {
  expect(readConfig({ APP_TEST_HOOKS: '1', NODE_ENV: 'production', PORT: 'nonsense' })).toMatchObject({
    problem: expect.stringContaining('NODE_ENV=production'),
  })
})

test('T1: the clock offset file counts only with test hooks', () => {
  expect(readConfig({ CLOCK_OFFSET_FILE: '/tmp/offset' })).toMatchObject({ clockOffsetFile: null })
  expect(readConfig({ CLOCK_OFFSET_FILE: '/tmp/offset', APP_TEST_HOOKS: '1' })).toMatchObject({
    clockOffsetFile: '/tmp/offset',
  })
})

test('T1: proxies are read as addresses and ranges of both families', () => {
  expect(readConfig({ TRUSTED_PROXIES: '10.0.0.5, 10.1.0.0/16, ::1' })).toMatchObject({
    trustedProxies: [
      { address: '10.0.0.5', bits: 32, family: 'ipv4' },
      { address: '10.1.0.0', bits: 16, family: 'ipv4' },
      { address: '::1', bits: 128, family: 'ipv6' },
    ],
  })
})
