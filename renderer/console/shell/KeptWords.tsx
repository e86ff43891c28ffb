import { Anchor } from '@mantine/core'
import { useState } from 'react'
import classes from './KeptWords.module.css'

/** A quiet line over a form that opened with words from before. */
export function KeptWords({ shown, onDiscard }: { readonly shown: boolean; readonly onDiscard: () => void }) {
  const [over, setOver] = useState(false)
  if (!shown || over) return null
  return (
    <p className={classes.line} role="status">
      Your unsent words were kept.{' '}
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => {
          setOver(true)
          onDiscard()
        }}
      >
        Discard them
      </Anchor>
    </p>
  )
}
