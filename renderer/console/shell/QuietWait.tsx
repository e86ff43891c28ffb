import { Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Mark } from '../../ui/Mark'
import classes from './SinglePage.module.css'

/** Under this nobody needs to read that something is loading. */
const SAY_AFTER_MS = 400

/** A short wait: nothing at first, then the mark and words, so that a quick start does not flicker. */
export function QuietWait({ words }: { readonly words: string }) {
  const [said, setSaid] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSaid(true), SAY_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className={classes.wait} aria-busy="true">
      {said ? (
        <>
          <Mark size={40} className={classes.mark} />
          <output className={classes.waitWords}>
            <Loader size="xs" aria-hidden /> {words}
          </output>
        </>
      ) : null}
    </main>
  )
}
