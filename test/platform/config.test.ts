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
  ['MAIL_FROM', 'a@b.org, c@d.org', 'MAIL_FROM'],
  ['MAIL_BOUNCE', 'canary', 'MAIL_BOUNCE'],
  ['MAIL_BOUNCE', 'a@b.org\r\nBcc: canary@evil.example', 'MAIL_BOUNCE'],
  ['MAIL_DKIM_DOMAIN', 'canary.example', 'all three or none'],
  ['MAIL_DKIM_KEY_FILE', '/canary.pem', 'all three or none'],
  ['SMTP_URL', 'smtp://canary@mail.example.org', 'both a user name and a password'],
  ['SMTP_URL', 'smtp://user:canary%zz@mail.example.org', 'percent sign'],
  ['SMTP_URL', 'smtp://mail.example.org?requireTLS=canary', 'without a path or options'],
  ['SMTP_URL', 'smtp://mail.example.org/canary', 'without a path or options'],
  ['SMS_URL', 'http://canary.example.org/sms', 'https://'],
  ['SMS_URL', 'https://user:canary@sms.example.org/sms', 'SMS_WEBHOOK_SECRET'],
  ['SMS_URL', 'https://canary.example.org/sms', 'SMS_WEBHOOK_SECRET must have at least 32'],
  ['SMS_URL', 'twilio://AC1:canary@api.twilio.com', 'twilio://ACCOUNT_SID'],
  ['SMS_URL', 'twilio://AC1@api.twilio.com?from=+15550100', 'twilio://ACCOUNT_SID'],
  ['SMS_URL', 'twilio://AC1:canary@api.twilio.com?from=+1(555)', 'twilio://ACCOUNT_SID'],
  ['SMS_URL', 'twilio://A%2FC:canary@api.twilio.com?from=+15550100', 'twilio://ACCOUNT_SID'],
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

test('T1: a webhook wants a secret of 32 characters, twilio none', () => {
  const webhook = { SMS_URL: 'https://sms.example.org/send' }
  const short = readConfig({ ...webhook, SMS_WEBHOOK_SECRET: 'canary'.repeat(5) })
  expect(short).toEqual({ problem: expect.stringMatching(/^SMS_WEBHOOK_SECRET [^\n]*\.$/) })
  expect(JSON.stringify(short)).not.toContain('canary')
  const secret = 'canary'.repeat(6)
  expect(readConfig({ ...webhook, SMS_WEBHOOK_SECRET: secret })).toMatchObject({ smsWebhookSecret: secret })
  const twilio = { SMS_URL: 'twilio://AC1:token@api.twilio.com?from=+15550100' }
  expect(readConfig(twilio)).toMatchObject({ smsUrl: twilio.SMS_URL, smsWebhookSecret: null })
})

test('T1: mail settings are read together: sender, bounce address, authority, DKIM', () => {
  expect(readConfig({ PUBLIC_URL: 'https://portal.example.org' })).toMatchObject({
    mailFrom: 'no-reply@portal.example.org',
    mailBounce: null,
    smtpCaFile: null,
    dkim: null,
    smsWebhookSecret: null,
  })
  expect(readConfig({ PUBLIC_URL: 'http://[::1]:4300' })).toMatchObject({ mailFrom: 'no-reply@localhost' })
  const dkim = { MAIL_DKIM_DOMAIN: 'example.org', MAIL_DKIM_SELECTOR: 's1', MAIL_DKIM_KEY_FILE: '/etc/dkim.pem' }
  const mail = {
    MAIL_FROM: '"Harbour, Street" <hi@example.org>',
    MAIL_BOUNCE: 'b@example.org',
    SMTP_CA_FILE: '/ca.pem',
  }
  expect(readConfig({ ...mail, ...dkim })).toMatchObject({
    mailFrom: mail.MAIL_FROM,
    mailBounce: 'b@example.org',
    smtpCaFile: '/ca.pem',
    dkim: { domain: 'example.org', selector: 's1', keyFile: '/etc/dkim.pem' },
  })
})
