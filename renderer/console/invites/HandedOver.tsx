import { Alert, Checkbox } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { sharedTogether } from '../../../shared/invites/inviteRules'
import { type InviteShare, type LinkWay, SHARE_WAYS, type ShareWay } from '../../../shared/invites/inviteSchemas'
import classes from './Invites.module.css'
import { SHARE_WORDS, togetherWords } from './inviteWords'

export interface HandedOverProps {
  readonly value: InviteShare
  readonly onChange: (value: InviteShare) => void
  /** There is a spoken code as well. */
  readonly asksSpokenCode: boolean
  readonly emailedAt: string | null
}

/** product.md, item 3: how link and code went their ways. A note, kept when the dialog closes; the same way for both is warned of at once. */
export function HandedOver({ value, onChange, asksSpokenCode, emailedAt }: HandedOverProps) {
  const together = sharedTogether(value, { emailedAt })
  return (
    <section className={classes.part} aria-label="How they were handed over">
      <Ways
        label="How do you hand over the link?"
        value={value.link}
        onChange={(link) => onChange({ ...value, link })}
      />
      {asksSpokenCode ? (
        <Ways
          label="How do you tell the verbal code?"
          value={value.code}
          onChange={(code) => onChange({ ...value, code })}
        />
      ) : null}
      {together.length > 0 ? (
        <Alert color="warn" role="alert" icon={<IconAlertTriangle aria-hidden />}>
          {togetherWords(together)} If that has happened already, make a new invite and tell its code another way.
        </Alert>
      ) : null}
    </section>
  )
}

interface WaysProps {
  readonly label: string
  readonly value: readonly LinkWay[]
  readonly onChange: (value: ShareWay[]) => void
}

function Ways({ label, value, onChange }: WaysProps) {
  return (
    <Checkbox.Group
      label={label}
      value={[...value]}
      onChange={(ways) => onChange(SHARE_WAYS.filter((way) => ways.includes(way)))}
    >
      <div className={classes.shareWays}>
        {SHARE_WAYS.map((way) => (
          <Checkbox key={way} value={way} label={SHARE_WORDS[way]} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
