import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { LANGUAGES, type Language } from '../../../shared/clinic/clinicSchemas'
import type { LetterKind } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { decisionLetter, LETTER_VERSION } from '../../../shared/corrections/letters/decisionLetter'
import { circumstances, type LetterRequest, letterFacts } from '../../../shared/corrections/letters/letterFacts'
import { languageNames } from '../../ui/language'
import { useClinic, useNow } from '../participants/clinicHooks'
import { useSay } from '../shell/terms'
import classes from './Letter.module.css'
import { LetterSheet } from './LetterSheet'

export interface LetterPreviewProps {
  readonly kind: LetterKind
  /** As it would be after the step. */
  readonly request: LetterRequest
  readonly correction: Pick<CorrectionDoc, 'language' | 'receivedAt'>
}

/** The letter as the server will write it, in any of its languages; it is dated when the server takes the step. */
export function LetterPreview({ kind, request, correction }: LetterPreviewProps) {
  const say = useSay()
  const clinic = useClinic()
  const now = useNow(60_000)
  const [language, setLanguage] = useState<Language>(correction.language)
  if (clinic === null) return null
  const facts = circumstances(clinic, { receivedAt: correction.receivedAt, now, language })
  const letter = decisionLetter(letterFacts(kind, request, facts), language, LETTER_VERSION)
  return (
    <section className={classes.preview} aria-label="Preview of the letter">
      <div className={classes.previewHead}>
        <h3>Preview of the letter</h3>
        <SegmentedControl
          size="xs"
          aria-label="Language of the preview"
          data={LANGUAGES.map((value) => ({ value, label: languageNames[value] }))}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
        />
      </div>
      <p className={classes.soft}>
        {say(
          `Nothing is sent yet. The server writes the letter in the language in which the participant uses the portal; they asked in ${languageNames[correction.language]}.`,
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too. */}
      <section className={classes.paper} tabIndex={0} aria-label="Letter">
        {letter === null ? null : <LetterSheet letter={letter} />}
      </section>
    </section>
  )
}
