import { useCallback, useEffect, useRef } from 'react'

/** A button that shows that it is busy cannot hold the focus. Afterwards it gets it back, unless something else took it. */
export function useFocusKept(busy: boolean): () => void {
  const held = useRef<Element | null>(null)
  useEffect(() => {
    if (busy) return
    const lost = document.activeElement === null || document.activeElement === document.body
    if (lost && held.current instanceof HTMLElement && held.current.isConnected) held.current.focus()
    held.current = null
  }, [busy])
  return useCallback(() => {
    held.current = document.activeElement
  }, [])
}
