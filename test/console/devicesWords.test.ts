import { expect, test } from 'vitest'
import { DEVICE_STATES, decisionWords, inOrder } from '../../renderer/console/devices/deviceWords'
import type { DeviceInfo } from '../../shared/devices/deviceSchemas'

const device = (change: Partial<DeviceInfo>): DeviceInfo => ({
  id: 'a',
  name: 'Front desk',
  state: 'active',
  phrase: 'one two three four',
  requestedByName: 'Ana Ruiz',
  requestedAt: '2026-11-20T10:00:00.000Z',
  decidedByName: null,
  decidedAt: null,
  lastContactAt: null,
  appVersion: '0.1.0',
  isThisDevice: false,
  leaseExpired: false,
  changed: null,
  wiped: null,
  holders: [],
  participants: 0,
  ...change,
})

test('D3: consoles that wait come first and removed ones last', () => {
  const rows = [
    device({ id: 'r', state: 'revoked' }),
    device({ id: 'a1' }),
    device({ id: 'a2', requestedAt: '2026-11-21T10:00:00.000Z' }),
    device({ id: 'w', state: 'requested' }),
  ]
  expect(inOrder(rows).map(({ id }) => id)).toEqual(['w', 'a2', 'a1', 'r'])
})

test('D3: approving asks to compare the words; removing says what is lost and that it cannot be undone', () => {
  expect(decisionWords('approve', device({ state: 'requested' })).consequence).toMatch(/Compare these words/)
  const remove = decisionWords('wipe', device({}))
  expect(remove.title).toBe('Wipe “Front desk”?')
  expect(remove.consequence).toMatch(/signed out there at once.*next contact.*not sent.*cannot be undone/)
})

test('D3: removing the console one sits at says so', () => {
  expect(decisionWords('wipe', device({ isThisDevice: true })).consequence).toMatch(/using now/)
})

test('every state of a console has words and a tone of its own', () => {
  const labels = Object.values(DEVICE_STATES).map(({ label, tone }) => `${label} ${tone}`)
  expect(new Set(labels).size).toBe(6)
})
