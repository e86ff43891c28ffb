import { expect, test } from 'vitest'
import { clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import {
  addBusinessDays,
  addDays,
  dayIn,
  daysBetween,
  dueDay,
  lastExtension,
} from '../../shared/corrections/correctionDates'
import { LAW_PROFILES, type LawProfile } from '../../shared/corrections/correctionLimits'
import { decideExtend } from '../../shared/corrections/correctionRules'

const under = (profile: LawProfile, holidays: readonly string[] = []) => ({ profile, holidays })
const due = (received: string, profile: LawProfile, holidays: readonly string[] = [], zone = 'America/Toronto') =>
  dueDay(new Date(received), zone, under(profile, holidays))
const weekday = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay()

/** Slow and plain: every day is looked at by itself. */
function naive(day: string, count: number, holidays: readonly string[]): string {
  let [at, left] = [day, count]
  while (left > 0) {
    at = addDays(at, 1)
    if (weekday(at) >= 1 && weekday(at) <= 5 && !holidays.includes(at)) left -= 1
  }
  return at
}

test('G3: each law has its own term and extension, and the day of receipt does not count', () => {
  expect(LAW_PROFILES.map((profile) => due('2026-03-02T15:00:00Z', profile))).toEqual([
    '2026-05-01',
    '2026-04-01',
    '2026-04-13',
  ])
  expect(LAW_PROFILES.map((profile) => lastExtension('2026-05-01', under(profile)))).toEqual([
    '2026-05-31',
    '2026-05-31',
    '2026-06-12',
  ])
})

test('G3: business days pass over Saturdays, Sundays and the clinic’s holidays; a holiday on a Sunday costs nothing', () => {
  expect(addBusinessDays('2026-03-06', 1, [])).toBe('2026-03-09')
  expect(addBusinessDays('2026-03-07', 1, [])).toBe('2026-03-09')
  expect(addBusinessDays('2026-03-08', 1, [])).toBe('2026-03-09')
  expect(addBusinessDays('2026-04-02', 1, ['2026-04-03', '2026-04-06'])).toBe('2026-04-07')
  expect(addBusinessDays('2026-03-06', 1, ['2026-03-08'])).toBe('2026-03-09')
  expect(due('2026-03-02T15:00:00Z', 'business_30', ['2026-04-03', '2026-04-06'])).toBe('2026-04-15')
  // The last day itself is a holiday.
  expect(due('2026-03-02T15:00:00Z', 'business_30', ['2026-04-13'])).toBe('2026-04-14')
  // The day of receipt is one: nothing changes.
  expect(due('2026-03-02T15:00:00Z', 'business_30', ['2026-03-02'])).toBe('2026-04-13')
})

test('G3: a clinic that is closed for weeks counts from when it is open again', () => {
  const closed = Array.from({ length: 60 }, (_, at) => addDays('2026-07-01', at))
  expect(addBusinessDays('2026-06-30', 1, closed)).toBe('2026-08-31')
  expect(due('2026-06-30T15:00:00Z', 'business_30', closed)).toBe(naive('2026-06-30', 30, closed))
  expect(due('2026-06-30T15:00:00Z', 'business_30', [...closed, ...closed].reverse())).toBe('2026-10-09')
})

test('G3: late in the evening the clinic’s day counts, not that of the server, on both sides of the date line', () => {
  // 2 March, 23:30 in Toronto; 3 March in London; 3 March, 17:30 in Auckland.
  const evening = '2026-03-03T04:30:00Z'
  expect(due(evening, 'days_30_30')).toBe('2026-04-01')
  expect(due(evening, 'days_30_30', [], 'Europe/London')).toBe('2026-04-02')
  expect(due(evening, 'business_30')).toBe('2026-04-13')
  expect(due(evening, 'business_30', [], 'Pacific/Auckland')).toBe('2026-04-14')
  // Friday evening in Honolulu is Saturday in UTC: the count begins on Monday either way, but not in Kiritimati (already Saturday there too).
  expect(due('2026-03-07T06:00:00Z', 'business_30', [], 'Pacific/Honolulu')).toBe('2026-04-17')
  expect(due('2026-03-06T09:59:00Z', 'business_30', [], 'Pacific/Kiritimati')).toBe('2026-04-17')
  expect(due('2026-03-06T10:01:00Z', 'business_30', [], 'Pacific/Kiritimati')).toBe('2026-04-17')
})

test('G3: an hour that happens twice or never does not move a date', () => {
  // 8 March 2026: 2:00 to 3:00 is left out in Toronto; 1 November 2026: 1:00 to 2:00 comes twice.
  for (const [received, day] of [
    ['2026-03-08T06:59:59Z', '2026-03-08'],
    ['2026-03-08T07:00:01Z', '2026-03-08'],
    ['2026-03-09T03:59:59Z', '2026-03-08'],
    ['2026-03-09T04:00:01Z', '2026-03-09'],
    ['2026-11-01T05:30:00Z', '2026-11-01'],
    ['2026-11-01T06:30:00Z', '2026-11-01'],
    ['2026-11-02T04:59:59Z', '2026-11-01'],
    ['2026-11-02T05:00:01Z', '2026-11-02'],
  ] as const) {
    expect([received, dayIn(received, 'America/Toronto')]).toEqual([received, day])
    expect(due(received, 'days_60_30')).toBe(addDays(day, 60))
    expect(due(received, 'business_30')).toBe(naive(day, 30, []))
  }
  // Lord Howe moves by half an hour, Apia left out a whole day (30 December 2011).
  expect(
    daysBetween(
      dayIn('2026-04-04T14:45:00Z', 'Australia/Lord_Howe'),
      due('2026-04-04T14:45:00Z', 'days_30_30', [], 'Australia/Lord_Howe'),
    ),
  ).toBe(30)
  expect(due('2011-12-29T12:00:00Z', 'days_30_30', [], 'Pacific/Apia')).toBe('2012-01-28')
})

test('G3: leap days and year ends are days like others', () => {
  expect(due('2028-01-31T15:00:00Z', 'days_30_30')).toBe('2028-03-01')
  expect(due('2027-01-31T15:00:00Z', 'days_30_30')).toBe('2027-03-02')
  expect(due('2026-12-31T15:00:00Z', 'days_60_30')).toBe('2027-03-01')
  expect(due('2028-02-28T15:00:00Z', 'business_30')).toBe(naive('2028-02-28', 30, []))
  expect(addBusinessDays('2028-02-28', 1, [])).toBe('2028-02-29')
  expect(due('2026-12-18T15:00:00Z', 'business_30', ['2026-12-25', '2026-12-28', '2027-01-01'])).toBe('2027-02-03')
})

test('G3: over two years the count agrees with one that looks at every day by itself', () => {
  const holidays = ['2026-01-01', '2026-04-03', '2026-05-18', '2026-07-01', '2026-12-25', '2027-01-01', '2027-03-26']
  for (let at = 0; at < 730; at += 3) {
    const received = new Date(Date.UTC(2026, 0, 1, 3, 30) + at * 86_400_000)
    for (const zone of ['America/Toronto', 'Pacific/Auckland']) {
      const day = dayIn(received, zone)
      expect(dueDay(received, zone, under('business_30', holidays))).toBe(naive(day, 30, holidays))
      expect(dueDay(received, zone, under('business_30'))).toBe(naive(day, 30, []))
    }
  }
})

test('G3: the extension goes by the law that the request was received under', () => {
  const facts = {
    role: 'staff',
    state: 'in_review',
    extended: false,
    today: '2026-04-30',
    dueOn: '2026-05-01',
  } as const
  const may = (profile: LawProfile, until: string, holidays: readonly string[] = []) =>
    decideExtend({ ...facts, profile, holidays, until }).ok
  expect([may('days_60_30', '2026-05-31'), may('days_60_30', '2026-06-01')]).toEqual([true, false])
  expect([may('business_30', '2026-06-12'), may('business_30', '2026-06-13')]).toEqual([true, false])
  expect(may('business_30', '2026-06-15', ['2026-05-18'])).toBe(true)
})

test('G3: the holiday list holds real days, each once and in order, and no more than 400', () => {
  const parse = (holidays: readonly string[]) =>
    clinicSettingsSchema.safeParse({
      corrections: { profile: 'business_30', holidays, complaints: { en: '', fr: '', es: '' } },
    })
  expect(parse(['2026-12-25', '2026-01-01', '2026-12-25']).data?.corrections.holidays).toEqual([
    '2026-01-01',
    '2026-12-25',
  ])
  for (const wrong of ['2026-02-30', '25.12.2026', '2026-1-1', '']) expect(parse([wrong]).success).toBe(false)
  expect(parse(Array.from({ length: 401 }, (_, at) => addDays('2026-01-01', at))).success).toBe(false)
  expect(clinicSettingsSchema.parse({}).corrections).toMatchObject({ profile: 'days_60_30', holidays: [] })
})
