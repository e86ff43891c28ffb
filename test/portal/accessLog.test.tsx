// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { AccessLogPage } from '../../renderer/portal/accessLog/AccessLogPage'
import { ACCESS_KINDS, type AccessEvent, type AccessPage } from '../../shared/accessLog/accessLogSchemas'
import { choose, openInside } from './insidePage'
import { me, refusal } from './portalPage'

let page: Awaited<ReturnType<typeof openInside>> | undefined
afterEach(async () => {
  await page?.close()
  page = undefined
})

function event(change: Partial<AccessEvent> = {}): AccessEvent {
  const staff = { who: 'staff', name: 'Sam Reed', role: 'front_desk', place: 'Front office' } as const
  return { at: '2026-03-02T15:00:00.000Z', ...staff, what: 'viewed', ...change }
}
const mine = { who: 'you', name: null, role: null, place: null } as const

async function open(pages: readonly AccessPage[], language: 'en' | 'fr' | 'es' = 'en') {
  const left = [...pages]
  page = await openInside(<AccessLogPage me={me} />, { 'accessLog.list': () => left.shift() ?? refuse() }, language)
  return page
}
const refuse = () => Promise.reject(refusal('UNAVAILABLE'))

test('product.md 8: each line says in plain words what happened, who it was, in which role and from where', async () => {
  const { text } = await open([{ events: [event(), event({ ...mine, what: 'own_sign_in' })], next: null }])
  expect(text()).toContain('Monday, March 2, 2026')
  expect(text()).toMatch(/Your record was opened.*Sam Reed, front desk.*from “Front office”/s)
  expect(text()).toContain('You signed in')
  expect(text()).toContain('That is everything.')
})

test('product.md 8: the reader can look at the clinic or at themselves alone', async () => {
  const { place, text } = await open([
    {
      events: [
        event(),
        event({ ...mine, what: 'message_sent' }),
        event({ ...mine, who: 'clinic', what: 'access_revoked' }),
      ],
      next: null,
    },
  ])
  await choose(place, 'The clinic')
  expect(text()).toContain('Your record was opened')
  expect(text()).toContain('Your portal access was ended')
  expect(text()).not.toContain('You wrote a message')
  await choose(place, 'What I did')
  expect(text()).not.toContain('Your record was opened')
  expect(text()).toContain('You wrote a message')
})

test('product.md 8: older entries come behind the newer ones; a failure keeps what is there', async () => {
  const { place, text, asked } = await open([
    { events: [event()], next: 40 },
    { events: [event({ at: '2026-02-01T15:00:00.000Z', name: 'Ana Ruiz' })], next: 7 },
  ])
  await choose(place, 'Show older')
  expect(text()).toMatch(/Sam Reed.*Ana Ruiz/s)
  await choose(place, 'Show older')
  expect(asked('accessLog.list').map(({ input }) => input)).toEqual([{ before: null }, { before: 40 }, { before: 7 }])
  expect(text()).toContain('busy or restarting')
  expect(text()).toMatch(/Sam Reed.*Ana Ruiz/s)
})

test('product.md 8: nothing, and a failure, are said', async () => {
  const { text, close } = await open([{ events: [], next: null }])
  expect(text()).toContain('Nothing here yet')
  await close()
  expect((await open([])).text()).toContain('This did not load')
})

test('product.md 8: every kind has words in all three languages', async () => {
  for (const language of ['en', 'fr', 'es'] as const) {
    const events = ACCESS_KINDS.map((what) => event({ what }))
    const { place, close } = await open([{ events, next: null }], language)
    const said = [...place.querySelectorAll('li')].map((line) => line.textContent ?? '')
    expect(said).toHaveLength(ACCESS_KINDS.length)
    expect(new Set(said).size).toBe(ACCESS_KINDS.length)
    expect(said.join()).not.toContain('undefined')
    await close()
  }
})
