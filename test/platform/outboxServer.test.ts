import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram } from '../e2e/support/processes'
import { bundlePrograms, type Programs, runToEnd } from '../security/support/program'
import { TEST_CERTIFICATE } from './fixtures/certificate'
import { SMS, temporaryFiles } from './fixtures/mailWorld'
import { createOutboxWorld } from './fixtures/outboxWorld'
import { startGateway } from './fixtures/smsGateway'

const files = temporaryFiles()
let programs: Programs

beforeAll(async () => {
  programs = await bundlePrograms()
}, 150_000)
afterAll(() => {
  programs.remove()
  files.remove()
})

const DKIM = { MAIL_DKIM_DOMAIN: 'example.org', MAIL_DKIM_SELECTOR: 'mail2026' }

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['half of the DKIM settings', DKIM, /all three or none\.$/m],
  [
    'a DKIM key that is not there',
    { ...DKIM, MAIL_DKIM_KEY_FILE: `${files.dir}/none` },
    /^MAIL_DKIM_KEY_FILE .*read\.$/m,
  ],
  [
    'a DKIM key that is none',
    { ...DKIM, MAIL_DKIM_KEY_FILE: files.write('key.pem', TEST_CERTIFICATE) },
    /^MAIL_DKIM_KEY_FILE .*RSA/m,
  ],
  ['an authority that is none', { SMTP_CA_FILE: files.write('ca.pem', 'canary') }, /^SMTP_CA_FILE /m],
  ['a webhook without its secret', { SMS_URL: 'https://sms.example.org/canary' }, /^SMS_WEBHOOK_SECRET /m],
])('T1: %s stops the start with one sentence, and nothing is made', async (_name, env, words) => {
  const dataDir = `${files.dir}/data`
  const { code, stderr } = await runToEnd([programs.server], { DATA_DIR: dataDir, PORT: '0', ...env })
  expect(stderr).toMatch(words)
  expect(stderr).toMatch(/^[A-Z][^\n]*\.\n$/)
  expect(stderr).not.toContain('canary')
  expect([code, existsSync(dataDir)]).toEqual([1, false])
})

test('a whole server sends mail and SMS of its own accord, and stops in the middle of a hand-over with its outcome noted', async () => {
  const world = await createOutboxWorld()
  const gateway = await startGateway()
  const env = {
    DATABASE_URL: world.database.url,
    SECRETS_DIR: world.database.secretsDir,
    DATA_DIR: `${files.dir}/running`,
    PORT: '0',
    SMTP_URL: `smtp://127.0.0.1:${world.mailbox.port}`,
    SMS_URL: `twilio://AC1:token@127.0.0.1:${gateway.port}?from=+15550100`,
  }
  const server = await startProgram({ args: [programs.server], env, ready: /^Server: listening/ })
  const [mail, sms] = [await world.enqueue(), await world.enqueue(SMS)]
  await expect.poll(() => [world.mailbox.arrived, gateway.calls.length], { timeout: 60_000 }).toEqual([[mail], 1])
  world.mailbox.verdicts.push('silence')
  const stuck = await world.enqueue()
  await expect.poll(() => world.mailbox.arrived, { timeout: 60_000 }).toEqual([mail, stuck])
  expect(await server.stop()).toBe(0)
  const outcomes = (await world.rows()).map(({ id, status, last_error }) => ({ id, status, last_error }))
  expect(outcomes).toHaveLength(3)
  expect(outcomes).toEqual(
    expect.arrayContaining([
      { id: mail, status: 'sent', last_error: null },
      { id: sms, status: 'sent', last_error: null },
      { id: stuck, status: 'failed', last_error: 'in_doubt' },
    ]),
  )
  expect(server.lines.join('\n')).not.toMatch(/canary|402913|5550123/)
  await gateway.close()
  await world.end()
}, 150_000)
