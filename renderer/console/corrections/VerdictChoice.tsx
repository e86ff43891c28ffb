import { Anchor, SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import { Link } from 'wouter'
import type { ChangeVerdict } from '../../../shared/corrections/correctionLimits'
import classes from './Corrections.module.css'

export interface VerdictChoiceProps {
  /** What is decided, for its label. */
  readonly what: string
  readonly verdict: ChangeVerdict | undefined
  /** The file, when the record has moved on and this cannot be accepted as it is. */
  readonly overtakenAt: string | null
  readonly onChange: (verdict: ChangeVerdict) => void
}

const NONE = 'none'

/** Accept or deny; nothing is chosen beforehand. */
export function VerdictChoice({ what, verdict, overtakenAt, onChange }: VerdictChoiceProps) {
  const why = useId()
  return (
    <div className={classes.verdict}>
      <SegmentedControl
        aria-label={`Decision on ${what}`}
        aria-describedby={overtakenAt === null ? undefined : why}
        data={[
          { value: 'accepted', label: 'Accept', disabled: overtakenAt !== null },
          { value: 'denied', label: 'Deny' },
        ]}
        // A value of no segment: the control shows none as chosen.
        value={verdict ?? NONE}
        onChange={(value) => onChange(value as ChangeVerdict)}
      />
      {overtakenAt === null ? null : (
        <p id={why} className={classes.why}>
          The record was changed since they asked, so this cannot be accepted as it stands.{' '}
          <Anchor component={Link} href={overtakenAt}>
            Put the proposed value into the record
          </Anchor>{' '}
          first, or deny this and say why.
        </p>
      )}
    </div>
  )
}
