// @vitest-environment happy-dom
import { afterAll, beforeEach, expect, test } from 'vitest'
import { leaveFocusOutside, passSignsOn } from '../../renderer/console/preview/frameLife'
import { guardPresses } from '../../renderer/console/preview/presses'
import { firstPath, pathFor } from '../../renderer/console/preview/previewPaths'

const PAGE = `
  <a class="v-skip" href="#main">Skip</a>
  <a id="messages" href="/portal/messages">Messages</a>
  <a id="phone" href="tel:+14165550100">+1 416 555 0100</a>
  <a id="elsewhere" href="/portal/messages" target="_blank">Video visits</a>
  <button id="menu" aria-controls="pages" aria-expanded="false">Menu</button>
  <button id="send"><span id="inner">Send   this</span></button>
  <label id="choice"><input type="radio" id="radio" /> The clinic</label>
  <label id="box"><input type="checkbox" id="check" /> Others use this device</label>
  <form id="form"><textarea id="field"></textarea></form>
  <p id="prose">Words</p>`

let heard: string[] = []
let explained: string[] = []
let gone: string[] = []
let stop = () => {}

// As React listens: at the body, below the document.
for (const type of ['click', 'submit', 'beforeinput', 'auxclick'])
  document.body.addEventListener(type, ({ target }) => heard.push(`${type} ${(target as Element).id}`), true)

beforeEach(() => {
  stop()
  heard = []
  explained = []
  gone = []
  document.body.innerHTML = PAGE
  stop = guardPresses(document, {
    go: (path) => path.startsWith('/portal') && gone.push(path) > 0,
    explain: (name) => explained.push(name),
  })
})

// The document is the next file's too.
afterAll(() => stop())

const on = (id: string) => document.getElementById(id) as HTMLElement
const send = (id: string, event: Event) => {
  on(id).dispatchEvent(event)
  return event.defaultPrevented
}
const click = (id: string, init: MouseEventInit = {}) =>
  send(id, new MouseEvent('click', { bubbles: true, cancelable: true, ...init }))

test('product item 10: a link between the portal’s pages leads there, and the component behind it hears nothing', () => {
  expect(click('messages')).toBe(true)
  expect([gone, explained, heard]).toEqual([['/portal/messages'], [], []])
})

test('product item 10: with a held key, another button or a new tab a link is stopped and explained', () => {
  expect(click('messages', { ctrlKey: true })).toBe(true)
  expect(send('messages', new MouseEvent('auxclick', { button: 1, bubbles: true, cancelable: true }))).toBe(true)
  expect(click('elsewhere')).toBe(true)
  expect(click('phone')).toBe(true)
  expect([gone, heard]).toEqual([[], []])
  expect(explained).toEqual(['Messages', 'Messages', 'Video visits', '+1 416 555 0100'])
})

test('product item 10: buttons, boxes, forms and typing reach nobody; what was pressed is named', () => {
  expect(click('inner')).toBe(true)
  expect(click('box')).toBe(true)
  expect(send('form', new Event('submit', { bubbles: true, cancelable: true }))).toBe(true)
  expect(send('field', new Event('beforeinput', { bubbles: true, cancelable: true }))).toBe(true)
  expect((on('check') as HTMLInputElement).checked).toBe(false)
  expect(heard).toEqual([])
  expect(explained).toEqual(['Send this', 'Others use this device', '', ''])
})

test('product item 10: what only shows or hides something works, and a press on plain words is no press', () => {
  click('menu')
  click('radio')
  click('prose')
  expect(explained).toEqual([])
  expect(heard).toEqual(['click menu', 'click radio', 'click prose'])
})

test('product item 10, W2: signs of life and the console’s shortcuts leave the frame, typed letters do not', () => {
  const page = document.implementation.createHTMLDocument('frame')
  const signs: string[] = []
  const keys: string[] = []
  const end = passSignsOn(page, window as unknown as Window & typeof globalThis)
  window.addEventListener('pointermove', () => signs.push('alive'))
  document.addEventListener('keydown', (event) => {
    keys.push(event.key)
    event.preventDefault()
  })
  const press = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
    page.body.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(press({ key: 'l', ctrlKey: true })).toBe(true)
  expect(press({ key: '/' })).toBe(false)
  expect(keys).toEqual(['l'])
  page.body.dispatchEvent(new Event('wheel', { bubbles: true }))
  expect(signs).toHaveLength(3)
  end()
  page.body.dispatchEvent(new Event('wheel', { bubbles: true }))
  expect(signs).toHaveLength(3)
})

test('product item 10: a heading in the frame does not take the focus from whoever has not entered it', () => {
  document.body.innerHTML = '<button id="refresh">Refresh</button><div id="frame"></div>'
  const page = document.implementation.createHTMLDocument('frame')
  const [refresh, frame] = [on('refresh'), on('frame') as HTMLIFrameElement]
  refresh.focus()
  const end = leaveFocusOutside(page, frame)
  const heading = page.createElement('h1')
  heading.tabIndex = -1
  page.body.append(heading)
  let blurred = 0
  heading.blur = () => {
    blurred += 1
  }
  refresh.blur()
  heading.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
  expect([blurred, document.activeElement?.id]).toEqual([1, 'refresh'])
  heading.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  heading.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
  expect(blurred).toBe(1)
  end()
})

const pagesOf = (gates: object) =>
  ({ pages: { me: { consentDone: true, mfaDone: true, detailsWanted: false, ...gates } } }) as never

test('product item 10: gates lead in the preview where they lead in the portal', () => {
  expect(firstPath({ pages: null })).toBe('/sign-in')
  expect([firstPath(pagesOf({})), firstPath(pagesOf({ detailsWanted: true }))]).toEqual(['/home', '/details'])
  const registering = pagesOf({ consentDone: false })
  expect(
    ['/home', '/consent', '/portal/messages', '/portal/agreements', '/safety'].map((path) =>
      pathFor(registering, path),
    ),
  ).toEqual(['/consent', '/consent', '/consent', '/portal/agreements', '/safety'])
  expect(pathFor(pagesOf({ mfaDone: false }), '/home')).toBe('/enrol')
  expect(['/', '/consent', '/details', '/portal/security'].map((path) => pathFor(pagesOf({}), path))).toEqual([
    '/home',
    '/home',
    '/home',
    '/portal/security',
  ])
  // Nothing that signs in, out or leaves is a page of it.
  for (const path of [
    '/sign-in',
    '/unlock',
    'https://example.org/home',
    '//example.org',
    'javascript:alert(1)',
    'tel:1',
    '#main',
  ])
    expect(pathFor(pagesOf({}), path)).toBeNull()
  expect(['/sign-in', '/home', '/safety'].map((path) => pathFor({ pages: null }, path))).toEqual([
    '/sign-in',
    null,
    '/safety',
  ])
})
