import { type RefObject, useEffect } from 'react'

/** Heard by the page that has a search field (`participants/useFocusSearch.ts`). */
const WANTED = 'vestibule:focus-search'
/** The link that a search from another page follows; a click, so that a page with unsaved words can ask first. */
export const SEARCH_LINK = 'search-home'
/** Long enough for the page with the field to stand there. */
const ARRIVED_MS = 150

/** Puts the cursor into the given field when the person asks for the search from anywhere in the shell. */
export function useSearchShortcut(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = () => {
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener(WANTED, focus)
    return () => window.removeEventListener(WANTED, focus)
  }, [field])
}

/** Asks the page for its search field, going to the participants first when `here` is another page. */
export function askForSearch(here: string): void {
  const ask = () => {
    window.dispatchEvent(new CustomEvent(WANTED))
  }
  if (here !== '/participants') document.getElementById(SEARCH_LINK)?.click()
  setTimeout(ask, here === '/participants' ? 0 : ARRIVED_MS)
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** What a key press asks of the shell. `inField`: the person is typing, so only combinations count. */
export function shortcutOf(event: Pressed, inField: boolean): 'search' | 'lock' | null {
  const combined = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  const key = event.key.toLowerCase()
  if (combined && key === 'k') return 'search'
  if (combined && key === 'l') return 'lock'
  if (key === '/' && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) return 'search'
  return null
}

/** Whether typing goes somewhere: a field, an editable text, or an open dialog. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null
  )
}
