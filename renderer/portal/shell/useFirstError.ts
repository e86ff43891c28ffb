import { type RefObject, useEffect, useRef } from 'react'

/** Give the form this ref: whenever `errors` changes, the first field that needs another look takes the focus. */
export function useFirstError(errors: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new set of errors moves the focus.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])
  return form
}
