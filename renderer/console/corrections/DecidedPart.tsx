import { Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { useSay } from '../shell/terms'
import { decidedWords } from './CorrectionHistory'
import classes from './Corrections.module.css'
import { GROUND_WORDS } from './correctionWords'

/** What was decided and why, and what was written about it afterwards (45 CFR 164.526(d)(2) and (3)). */
export function DecidedPart({ correction }: { readonly correction: CorrectionDoc }) {
  const say = useSay()
  const { decidedAt, ground, answer, disagreement, rebuttal } = correction
  if (decidedAt === null) return null
  return (
    <Paper component="section" className={classes.part ?? ''} aria-label="The decision">
      <h2 className={classes.partTitle}>{decidedWords(correction)}</h2>
      {ground === null ? null : <p className={classes.why}>Ground: {GROUND_WORDS[ground]}</p>}
      {answer === null ? null : <Said title="The clinic's words">{answer}</Said>}
      {disagreement === null ? null : (
        <Said title={say('Statement of the participant: they disagree')}>{disagreement}</Said>
      )}
      {rebuttal === null ? null : <Said title="The clinic's answer to the statement">{rebuttal}</Said>}
    </Paper>
  )
}

function Said({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <figure className={classes.about}>
      <figcaption className={classes.soft}>{title}</figcaption>
      <blockquote className={classes.words} dir="auto">
        {children}
      </blockquote>
    </figure>
  )
}
