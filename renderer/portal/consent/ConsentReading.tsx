import type { ConsentStep, ConsentText } from '../../../shared/consent/consentSchemas'
import { useLanguage } from '../../ui/LanguageContext'
import { StepProgress } from '../../ui/StepProgress'
import { Notice } from '../shell/Notice'
import { StepHeading } from '../shell/StepHeading'
import { useText } from '../text/portalText'
import classes from './consent.module.css'
import { paragraphs } from './paragraphs'

export interface ConsentReadingProps {
  readonly step: ConsentStep
  readonly text: ConsentText
  /** Grows when the text has to be read again, so that the heading takes the focus once more. */
  readonly readAgain: number
}

/** One text to read, in the language it is written in, with its place among the others. */
export function ConsentReading({ step, text, readAgain }: ConsentReadingProps) {
  const { consent } = useText()
  const { language } = useLanguage()
  return (
    <article className={classes.reading}>
      <StepProgress step={step.step} of={step.total} label={consent.progress} />
      <div lang={text.language} className={classes.words}>
        <StepHeading key={`${text.documentId} ${text.version} ${readAgain}`} pageTitle={consent.pageTitle}>
          {text.title}
        </StepHeading>
        {paragraphs(text.body).map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      <p className={classes.version}>{consent.version({ version: text.version })}</p>
      {text.language === language ? null : <Notice tone="info">{consent.otherLanguage}</Notice>}
    </article>
  )
}
