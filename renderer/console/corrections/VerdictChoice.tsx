import { Anchor, Radio } from '@mantine/core'
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

/** Accept or deny; nothing is chosen beforehand. */
export function VerdictChoice({ what, verdict, overtakenAt, onChange }: VerdictChoiceProps) {
  const why =
    overtakenAt === null ? null : (
      <>
        The record was changed since they asked, so this cannot be accepted as it stands.{' '}
        <Anchor component={Link} href={overtakenAt} inherit>
          Put the proposed value into the record
        </Anchor>{' '}
        first, or deny this and say why.
      </>
    )
  return (
    <Radio.Group
      label={`Decision on ${what}`}
      labelProps={{ className: 'v-hidden' }}
      description={why}
      value={verdict ?? null}
      onChange={(value) => onChange(value as ChangeVerdict)}
    >
      <div className={classes.verdict}>
        <Radio value="accepted" label="Accept" disabled={overtakenAt !== null} />
        <Radio value="denied" label="Deny" />
      </div>
    </Radio.Group>
  )
}
