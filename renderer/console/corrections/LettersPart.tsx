import { Button, Paper } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import type { LetterKind } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc, LetterMark } from '../../../shared/corrections/correctionSchemas'
import { languageNames } from '../../ui/language'
import { useDayFormat } from '../participants/clinicHooks'
import classes from './Corrections.module.css'
import { LetterDialog } from './LetterDialog'

const KIND_WORDS: Readonly<Record<LetterKind, string>> = {
  decision: 'Decision letter',
  extension: 'Letter about the extension',
}

/** The letters of this request that were given out, each to be read, checked and printed; also without a network. */
export function LettersPart({ correction }: { readonly correction: CorrectionDoc }) {
  const dayOf = useDayFormat()
  const [open, setOpen] = useState<{ readonly kind: LetterKind; readonly mark: LetterMark } | null>(null)
  const letters = [
    { kind: 'decision' as const, mark: correction.letter },
    { kind: 'extension' as const, mark: correction.extensionLetter },
  ].flatMap(({ kind, mark }) => (mark === null ? [] : [{ kind, mark }]))
  if (letters.length === 0) return null
  return (
    <Paper component="section" className={classes.part ?? ''} aria-label="Letters">
      <h2 className={classes.partTitle}>Letters</h2>
      <ul className={classes.list}>
        {letters.map(({ kind, mark }) => (
          <li key={kind} className={classes.letter}>
            <span className={classes.grow}>
              {KIND_WORDS[kind]}
              <span className={classes.note}>
                {dayOf(mark.facts.writtenOn)}, {languageNames[mark.language]}, version {mark.version}
              </span>
            </span>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconFileText size={14} aria-hidden />}
              aria-label={`Read and print: ${KIND_WORDS[kind]}`}
              onClick={() => setOpen({ kind, mark })}
            >
              Read and print
            </Button>
          </li>
        ))}
      </ul>
      {open ? <LetterDialog {...open} correction={correction} onClose={() => setOpen(null)} /> : null}
    </Paper>
  )
}
