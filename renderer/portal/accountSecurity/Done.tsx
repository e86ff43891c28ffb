import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import classes from './security.module.css'

export interface DoneProps {
  readonly sentence: string | null
  /** The button that was pressed goes away with what it did, so the sentence takes the focus. */
  readonly takesFocus?: boolean
}

/** What was just done, said and shown. Render it always: only a region that was there before is read out. */
export function Done({ sentence, takesFocus = false }: DoneProps) {
  const place = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    if (takesFocus && sentence !== null) place.current?.focus()
  }, [takesFocus, sentence])
  return (
    <output
      ref={place}
      className={classes.done}
      data-shown={sentence !== null || undefined}
      aria-live="polite"
      tabIndex={-1}
    >
      {sentence === null ? null : (
        <>
          <IconCircleCheck size="1.35em" stroke={1.8} aria-hidden />
          <span>{sentence}</span>
        </>
      )}
    </output>
  )
}
