import { expect, test } from 'vitest'
import { sharedTogether } from '../../shared/invites/inviteRules'
import { inviteShareSchema } from '../../shared/invites/inviteSchemas'
import { KIOSK_IDLE_MS, KIOSK_LIFE_MS, kioskEnd, kioskSecondsLeft, kioskUrl } from '../../shared/kiosk/kioskRules'

const now = new Date('2026-11-30T10:00:00.000Z')
const in_ = (ms: number) => new Date(now.getTime() + ms)

test('product item 11: five minutes from now, and never later than the absolute end', () => {
  expect([KIOSK_IDLE_MS, KIOSK_LIFE_MS]).toEqual([300_000, 1_800_000])
  expect(kioskEnd(now, in_(KIOSK_LIFE_MS))).toEqual(in_(KIOSK_IDLE_MS))
  expect(kioskEnd(now, in_(60_000))).toEqual(in_(60_000))
})

test('product item 11: the page warns for the last of five minutes, counts whole seconds, and never below zero', () => {
  expect([0, 239_999, 240_000, 240_001, 299_001, 300_000, 9_000_000].map(kioskSecondsLeft)).toEqual([
    null,
    null,
    60,
    60,
    1,
    0,
    0,
  ])
})

test('I3, product item 11: the token stands in the fragment', () => {
  const url = new URL(kioskUrl('https://portal.example.org', 'abc'))
  expect([url.pathname, url.search, url.hash]).toEqual(['/here', '', '#abc'])
})

test('product items 3, 11: "here" is a way of the link alone, and meets no way of the code', () => {
  expect(inviteShareSchema.safeParse({ link: ['here', 'letter'], code: ['in_person'] }).success).toBe(true)
  expect(inviteShareSchema.safeParse({ link: ['letter'], code: ['here'] }).success).toBe(false)
  expect(sharedTogether({ link: ['here'], code: ['in_person', 'phone'] }, { emailedAt: null })).toEqual([])
  // The same invite was also emailed: then the old rule holds.
  expect(sharedTogether({ link: ['here'], code: ['email'] }, { emailedAt: now.toISOString() })).toEqual(['email'])
})
