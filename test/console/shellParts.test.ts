import { expect, test } from 'vitest'
import { PageLogError } from '../../renderer/console/replica/pageLog/pageLogError'
import type { OutboxEntry } from '../../renderer/console/replica/replicaDatabase'
import { createQuietLocation } from '../../renderer/console/shell/quietLocation'
import { diagnostics, troubleOf } from '../../renderer/console/shell/replicaTrouble'
import { shortcutOf } from '../../renderer/console/shell/searchShortcut'
import { canStartOver, troubleWords } from '../../renderer/console/shell/troubleWords'
import { countUnsent, leavingWords } from '../../renderer/console/shell/unsentWords'
import { outboxLists, outboxReason, outboxTitle } from '../../renderer/console/sync/outboxWords'
import { syncSummary } from '../../renderer/console/sync/syncWords'

function page(pathname = '/') {
  const target = new EventTarget()
  const entries: unknown[] = [null]
  const addresses: string[] = []
  let at = 0
  const history = {
    get state() {
      return entries[at]
    },
    pushState: (state: unknown, _: string, url?: string | URL | null) => {
      entries.splice(++at, entries.length, state)
      addresses.push(String(url))
    },
    replaceState: (state: unknown, _: string, url?: string | URL | null) => {
      entries[at] = state
      addresses.push(String(url))
    },
  }
  const go = (by: number) => {
    at += by
    target.dispatchEvent(Object.assign(new Event('popstate'), { state: entries[at] }))
  }
  const window = {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    history,
    location: { pathname, search: '' },
  }
  return { window: window as never, addresses, go }
}

test('R1: no record’s id enters the address or the browser’s history, and Back still works', () => {
  const { window, addresses, go } = page('/consoles')
  const place = createQuietLocation(window)
  expect(place.path()).toBe('/consoles')
  place.navigate('/participants/4f0c')
  place.navigate('/participants/4f0c/portal')
  go(-1)
  expect(place.path()).toBe('/participants/4f0c')
  place.navigate('/participants/77aa', { replace: true })
  go(-1)
  expect(place.path()).toBe('/consoles')
  expect(new Set(addresses)).toEqual(new Set(['/']))
})

test('another person does not land on the record that the last one had open', () => {
  const place = createQuietLocation(page().window)
  place.openFor('ana')
  place.navigate('/participants/4f0c')
  place.openFor('ana')
  expect(place.path()).toBe('/participants/4f0c')
  place.openFor('ben')
  expect(place.path()).toBe('/')
})

test('Ctrl+K and "/" search, Ctrl+L locks, and typing a slash in a field stays a slash', () => {
  const key = (name: string, ctrlKey = false) => ({
    key: name,
    ctrlKey,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  })
  expect(shortcutOf(key('k', true), true)).toBe('search')
  expect(shortcutOf(key('l', true), true)).toBe('lock')
  expect(shortcutOf(key('/'), false)).toBe('search')
  expect(shortcutOf(key('/'), true)).toBe(null)
  expect(shortcutOf(key('k'), false)).toBe(null)
})

test('R2: the words about a copy that does not open name the page, and a fresh copy is offered only where nothing else helps', () => {
  const trouble = troubleOf(new Error('outer', { cause: new PageLogError('damaged', 12) }))
  expect(troubleWords(trouble)).toMatch(/^Page 12 of the stored records is damaged\. .*Nothing has been deleted/)
  expect(canStartOver('damaged')).toBe(true)
  expect(troubleWords(trouble)).toContain('ask your IT before you start over: changes that were never sent are only in')
  expect(canStartOver('second_owner')).toBe(false)
  expect(troubleWords({ ...trouble, kind: 'second_owner', page: null })).not.toContain('start over')
  expect(troubleOf('text').kind).toBe('unknown')
})

test('H3: diagnostics name the problem and the console, and nobody', () => {
  const text = diagnostics({ desktop: null, trouble: { kind: 'cut', page: 3, message: 'Page 3 …' }, at: new Date(0) })
  expect(text).toContain('problem cut page 3')
  expect(text).not.toMatch(/@/)
})

const view: OutboxEntry = {
  order: 1,
  item: { kind: 'participant.view', writeId: 'w1', participantId: 'p' },
  state: 'queued',
  reason: null,
  message: null,
  madeAt: '2026-11-21T10:00:00.000Z',
}
const edit: OutboxEntry = {
  ...view,
  order: 2,
  item: {
    kind: 'edit',
    writeId: 'w2',
    participantId: 'p',
    changes: [
      { path: 'phone:0', base: null, value: null },
      { path: 'phone:1', base: null, value: null },
      { path: 'address', base: '', value: 'x' },
    ],
  },
}
const refusedEdit: OutboxEntry = { ...edit, order: 3, state: 'refused', reason: 'out_of_scope' }

test('what waits and what was refused is said in plain words, and opened records are not counted as work', () => {
  const entries = [
    ['1', view],
    ['2', edit],
    ['3', refusedEdit],
  ] as const
  expect(countUnsent(entries)).toBe(1)
  expect(outboxLists(entries)).toEqual({ waiting: [edit], troubled: [refusedEdit], done: [] })
  expect(outboxTitle(edit.item, 'Ana Ruiz')).toBe('Change phone and address of Ana Ruiz')
  expect(outboxReason(edit)).toBe(null)
  expect(outboxReason(refusedEdit)).toMatch(/not in your care any more/)
})

test('Y9: "up to date" is said only when the server has answered and nothing waits or was refused', () => {
  const sync = { link: 'online', progress: null, problem: null } as const
  expect(syncSummary({ sync, waiting: 0, troubled: 0 }).title).toBe('Up to date')
  expect(syncSummary({ sync, waiting: 1, troubled: 0 }).title).toBe('Sending')
  expect(syncSummary({ sync, waiting: 0, troubled: 1 }).tone).toBe('warn')
  expect(syncSummary({ sync: { ...sync, link: 'offline' }, waiting: 2, troubled: 0 }).sentence).toMatch(
    /2 changes wait/,
  )
  expect(syncSummary({ sync: { ...sync, link: 'not_allowed' }, waiting: 1, troubled: 0 })).toMatchObject({
    title: 'Not allowed',
    sentence: expect.stringMatching(/does not let you .*1 change waits/),
  })
  expect(syncSummary({ sync: { ...sync, problem: 'x' }, waiting: 0, troubled: 0 }).tone).toBe('warn')
})

test('leaving with unsent changes says whether they stay or are lost', () => {
  expect(leavingWords('signOut', 'sealed', 1).consequence).toMatch(/^1 change has .*stay on this computer, sealed/)
  expect(leavingWords('lock', 'memory', 3).consequence).toMatch(/3 changes have .*lost/)
})
