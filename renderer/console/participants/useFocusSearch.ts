import { type RefObject, useEffect } from 'react'

/** The shell fires this when somebody asks for the search from elsewhere. */
const FOCUS_SEARCH = 'vestibule:focus-search'

/** "/" leads to the search from anywhere on the page where no text is being typed. */
export function useFocusSearch(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = () => {
      input.current?.focus()
      input.current?.select()
    }
    const onKey = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.key !== '/' ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        takesText(event.target)
      )
        return
      event.preventDefault()
      focus()
    }
    window.addEventListener(FOCUS_SEARCH, focus)
    // Before the shell hears of it: the letters typed right behind the slash must find the cursor there.
    window.addEventListener('keydown', onKey, true)
    return () => {
      window.removeEventListener(FOCUS_SEARCH, focus)
      window.removeEventListener('keydown', onKey, true)
    }
  }, [input])
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
