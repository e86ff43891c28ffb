import { expect, test } from 'vitest'
import { devicePhrase } from '../../shared/devices/devicePhrase'
import { decideDevice } from '../../shared/devices/deviceRules'
import { PHRASE_WORDS } from '../../shared/devices/phraseWords'
import { newConsole } from '../staff/staffWorld'

test('D3: there are 256 different words, all short and plain', () => {
  expect(new Set(PHRASE_WORDS).size).toBe(256)
  for (const word of PHRASE_WORDS) expect(word).toMatch(/^[a-z]{3,9}$/)
})

test('D3: the phrase is the first four bytes of the device id and never changes', () => {
  expect(devicePhrase('AAAAAAAAAAAAAAAAAAAAAA')).toBe([0, 0, 0, 0].map((byte) => PHRASE_WORDS[byte]).join(' '))
  expect(devicePhrase('AAECA_AAAAAAAAAAAAAAAA')).toBe([0, 1, 2, 3].map((byte) => PHRASE_WORDS[byte]).join(' '))
  for (let round = 0; round < 20; round++) {
    const { id } = newConsole().device
    const bytes = [...Buffer.from(id, 'base64url').subarray(0, 4)]
    expect(devicePhrase(id)).toBe(bytes.map((byte) => PHRASE_WORDS[byte]).join(' '))
  }
})

test('D3: a removed console never comes back, and deciding twice changes nothing', () => {
  expect(decideDevice('requested', 'approve')).toEqual({ next: 'active' })
  expect(decideDevice('active', 'approve')).toBe('done')
  expect(decideDevice('revoked', 'approve')).toBe('removed')
  expect(decideDevice('wiped', 'approve')).toBe('removed')
  expect(decideDevice('requested', 'wipe')).toEqual({ next: 'wipe_ordered' })
  expect(decideDevice('active', 'wipe')).toEqual({ next: 'wipe_ordered' })
  expect(decideDevice('revoked', 'wipe')).toBe('done')
})
