import { act } from 'react'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

/** happy-dom lays nothing out; a list that draws only what is on screen needs a screen. */
export function giveElementsSize(): void {
  for (const kind of [Element, HTMLElement]) {
    Object.defineProperty(kind.prototype, 'clientHeight', { configurable: true, get: () => 600 })
    Object.defineProperty(kind.prototype, 'clientWidth', { configurable: true, get: () => 1000 })
  }
}

export async function press(target: Element | null, key: string): Promise<void> {
  await act(async () => {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  })
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Puts a text into a field the way a person does, as React hears it. */
export async function type(field: Field, text: string): Promise<void> {
  await act(async () => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }))
  })
}

/** Leaves a field. */
export async function leave(field: Field): Promise<void> {
  await act(async () => {
    field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
  })
}

/** Presses the first button, link, radio or menu item of that name; throws when there is none. */
export async function choose(name: string | RegExp, kind = ANY): Promise<void> {
  const target = named(name, kind)
  if (!target) throw new Error(`nothing to press is called ${name}`)
  await act(async () => {
    target.click()
    await pause(60)
  })
}

const ANY = 'button, a, [role="menuitem"], label'

/** The last one of that name: dialogs stand at the end of the page. */
export function named(name: string | RegExp, kind = ANY): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(kind)].reverse()
  return all.find((element) => {
    const said = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()
    return typeof name === 'string' ? said === name : name.test(said)
  })
}

export function fieldNamed(label: string): Field {
  for (const element of document.querySelectorAll<HTMLLabelElement>('label')) {
    if (element.textContent?.replace('*', '').trim() !== label) continue
    const field = document.getElementById(element.htmlFor)
    if (field) return field as Field
  }
  const field = document.querySelector(`[aria-label="${label}"]`)
  if (!field) throw new Error(`no field is called ${label}`)
  return field as Field
}

export async function settle(ms = 60): Promise<void> {
  await act(async () => await pause(ms))
}

/**
 * Hashing and sealing are done by threads that a busy machine lets wait: what was asked of them before is back when these are. Goes on while the page
 * still changes, for a while.
 */
async function pause(ms: number): Promise<void> {
  let changed = false
  const watch = new MutationObserver(() => {
    changed = true
  })
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  for (let round = 0; round < ROUNDS || (changed && round < MOST_ROUNDS); round++) {
    changed = false
    await new Promise((resolve) => setTimeout(resolve, ms / ROUNDS))
    await crypto.subtle.digest('SHA-256', new Uint8Array(1))
  }
  watch.disconnect()
}
const ROUNDS = 6
const MOST_ROUNDS = 60
