import { expect, test } from 'vitest'
import { formatDate, formatDay, formatRelative, noDate } from '../../renderer/ui/formatDate'

const instant = '2026-03-08T04:30:00Z'
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('one instant is read on the day of each place: evening in Halifax, past midnight in London, noon in Tokyo', () => {
  const at = (timeZone: string) => formatDate(instant, 'date', { locale: 'en-US', timeZone })
  expect(at('America/Vancouver')).toBe('Mar 7, 2026')
  expect(at('Europe/London')).toBe('Mar 8, 2026')
  expect(at('Asia/Tokyo')).toBe('Mar 8, 2026')
})

test('a time inside the hour that daylight saving skips is told in the new time', () => {
  const at = (iso: string) => plain(formatDate(iso, 'time', { locale: 'en-US', timeZone: 'America/Halifax' }))
  expect(at('2026-03-08T05:59:00Z')).toBe('1:59 AM')
  expect(at('2026-03-08T06:00:00Z')).toBe('3:00 AM')
})

test('the same date is written the way each language writes it', () => {
  const on = (locale: string) => plain(formatDate(instant, 'date', { locale, timeZone: 'UTC' }))
  expect(on('en-GB')).toBe('8 Mar 2026')
  expect(on('fr')).toBe('8 mars 2026')
  expect(on('es')).toBe('8 mar 2026')
})

test('a birth date never moves to the day before, wherever the reader is', () => {
  expect(formatDay('2014-03-09', 'en-US')).toBe('Mar 9, 2014')
  expect(formatDay('2014-03-09', 'fr', 'longDate')).toBe('dimanche 9 mars 2014')
})

test('what is not a date is shown as a dash and never as "Invalid Date"', () => {
  const format = { locale: 'en', timeZone: 'UTC' }
  expect(formatDate('soon', 'date', format)).toBe(noDate)
  expect(formatDate(Number.NaN, 'dateTime', format)).toBe(noDate)
  expect(formatDay('2014-3-9', 'en')).toBe(noDate)
  expect(formatDay('2014-13-40', 'en')).toBe(noDate)
})

test('distances are told in the largest whole unit, never rounded up', () => {
  const hour = 3_600_000
  expect(formatRelative(0, 59_000, 'en')).toBe('now')
  expect(formatRelative(0, 119_000, 'en')).toBe('1 minute ago')
  expect(formatRelative(47 * hour, 0, 'en')).toBe('tomorrow')
  expect(formatRelative(0, 3 * hour, 'fr')).toBe('il y a 3 heures')
  expect(formatRelative(0, 3 * hour, 'es')).toBe('hace 3 horas')
})
