import { type RefObject, useEffect, useRef } from 'react'

/** Give the ref to the button that opens a part: when the part closes, the button gets the focus back, unless the outcome took it. */
export function useReturnFocus(open: boolean): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(open)
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body
    if (wasOpen.current && !open && lost) button.current?.focus()
    wasOpen.current = open
  }, [open])
  return button
}
