import { useRef } from 'react'

/** Rows that are added take the focus once, when they are drawn: whoever pressed "add" goes on in them. */
export function useFresh() {
  const fresh = useRef<string | null>(null)
  return {
    make: (): string => {
      fresh.current = crypto.randomUUID()
      return fresh.current
    },
    take: (id: string, field: HTMLElement | null): void => {
      if (field === null || fresh.current !== id) return
      fresh.current = null
      field.focus()
    },
  }
}
