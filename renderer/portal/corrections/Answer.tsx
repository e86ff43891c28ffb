import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { isDecided, isOpen, type LetterKind } from '../../../shared/corrections/correctionLimits'
import type { PortalCorrection } from '../../../shared/corrections/correctionSchemas'
import { formatDate } from '../../ui/formatDate'
import { useReaderDates } from '../record/useReaderDates'
import { useText } from '../text/portalText'
import classes from './corrections.module.css'
import { Words } from './Words'

export interface AnswerProps {
  readonly correction: PortalCorrection
  readonly onLetter: (kind: LetterKind) => void
}

/** What came of a request: why it takes longer, the decision, and what was written after it; each letter to be read and printed. */
export function Answer({ correction, onLetter }: AnswerProps) {
  const { corrections: own } = useText()
  const format = useReaderDates()
  const { state, extensionReason, withdrawnAt, letters } = correction
  return (
    <>
      {extensionReason === null || !isOpen(state) ? null : (
        <>
          <p>{own.extended}</p>
          <Words>{extensionReason}</Words>
        </>
      )}
      {isDecided(state) ? <Decision correction={correction} /> : null}
      {withdrawnAt === null ? null : <p>{own.withdrawnOn({ date: formatDate(withdrawnAt, 'date', format) })}</p>}
      {letters.length === 0 ? null : (
        <div className={classes.actions}>
          {letters.map((kind) => (
            <Button
              key={kind}
              variant="default"
              leftSection={<IconMail size={18} stroke={1.6} aria-hidden />}
              onClick={() => onLetter(kind)}
            >
              {own.readLetter[kind]}
            </Button>
          ))}
        </div>
      )}
      <Afterwards correction={correction} />
    </>
  )
}

function Decision({ correction }: Pick<AnswerProps, 'correction'>) {
  const { corrections: own } = useText()
  const format = useReaderDates()
  const { changes, decidedAt, ground, answer } = correction
  if (decidedAt === null) return null
  const partly = changes.some(({ verdict }) => verdict === 'accepted')
  return (
    <>
      <p>
        {own.decided({ date: formatDate(decidedAt, 'date', format) })}{' '}
        {ground === null
          ? partly
            ? own.changed
            : null
          : `${partly ? `${own.changedPartly} ` : ''}${own.grounds[ground]}`}
      </p>
      {answer === null ? null : (
        <>
          <p>{own.answer}</p>
          <Words>{answer}</Words>
        </>
      )}
    </>
  )
}

/** 45 CFR 164.526(d)(2) and (3): the statement, the clinic's answer to it, and the end. */
function Afterwards({ correction }: Pick<AnswerProps, 'correction'>) {
  const { corrections: own } = useText()
  const format = useReaderDates()
  const on = (at: string) => ({ date: formatDate(at, 'date', format) })
  const { disagreement, disagreedAt, rebuttal, rebuttedAt, closedAt } = correction
  return (
    <>
      {disagreedAt === null ? null : (
        <>
          <p>{own.yourStatement(on(disagreedAt))}</p>
          <Words>{disagreement}</Words>
        </>
      )}
      {rebuttedAt === null ? null : (
        <>
          <p>{own.theirRebuttal(on(rebuttedAt))}</p>
          <Words>{rebuttal}</Words>
        </>
      )}
      {closedAt === null ? null : <p>{own.closedOn(on(closedAt))}</p>}
    </>
  )
}
