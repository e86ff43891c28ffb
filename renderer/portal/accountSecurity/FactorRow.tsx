import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Factor } from '../../../shared/accountSecurity/securitySchemas'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useClient } from '../shell/ClientContext'
import { useText } from '../text/portalText'
import { NameForm } from './NameForm'
import { RemoveFactorDialog } from './RemoveFactorDialog'
import classes from './security.module.css'
import { useDates } from './useDates'
import { useReturnFocus } from './useReturnFocus'
import { useSecuredAction } from './useSecuredAction'

export interface FactorRowProps {
  readonly factor: Factor
  /** The only one that is active. */
  readonly isLast: boolean
  readonly mfaRequired: boolean
  /** The sentence that says what was done. */
  readonly onChanged: (done: string) => void
}

/** One authenticator app: name, status in words (S1.8), since when, and what can be done with it. */
export function FactorRow({ factor, isLast, mfaRequired, onChanged }: FactorRowProps) {
  const { mfa, refusals } = useText().accountSecurity
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const renameButton = useReturnFocus(open === 'rename')
  const removeButton = useReturnFocus(open === 'remove')
  const verified = factor.status === 'verified'
  const hasToStay = isLast && mfaRequired
  return (
    <li className={classes.row}>
      <div className={classes.rowWords}>
        <div className={classes.rowTitle}>
          <PersonName name={factor.name} />
          <StatusBadge tone={verified ? 'success' : 'progress'} label={verified ? mfa.verified : mfa.unverified} />
        </div>
        <FactorFacts factor={factor} />
        {hasToStay ? <p className={classes.facts}>{refusals.LAST_FACTOR}</p> : null}
      </div>
      {open === 'rename' ? null : (
        <div className={classes.rowActions}>
          {verified ? (
            <Button
              ref={renameButton}
              variant="subtle"
              aria-label={mfa.renameOf({ name: factor.name })}
              onClick={() => setOpen('rename')}
            >
              {mfa.rename}
            </Button>
          ) : null}
          {hasToStay ? null : (
            <Button
              ref={removeButton}
              variant="default"
              aria-label={mfa.removeOf({ name: factor.name })}
              onClick={() => setOpen('remove')}
            >
              {mfa.remove}
            </Button>
          )}
        </div>
      )}
      {open === 'rename' ? <Rename factor={factor} onChanged={onChanged} onClose={() => setOpen(null)} /> : null}
      <RemoveFactorDialog
        factor={factor}
        isLast={isLast}
        opened={open === 'remove'}
        onClose={() => setOpen(null)}
        onRemoved={() => {
          setOpen(null)
          onChanged(mfa.removed({ name: factor.name }))
        }}
      />
    </li>
  )
}

function FactorFacts({ factor }: { readonly factor: Factor }) {
  const { mfa } = useText().accountSecurity
  const { day, moment } = useDates()
  if (factor.status === 'unverified') return <div className={classes.facts}>{mfa.unverifiedMeaning}</div>
  return (
    <div className={classes.facts}>
      {mfa.added({ date: day(factor.createdAt) })} ·{' '}
      {factor.lastUsedAt ? mfa.used({ date: moment(factor.lastUsedAt) }) : mfa.neverUsed}
    </div>
  )
}

interface RenameProps {
  readonly factor: Factor
  readonly onChanged: (done: string) => void
  readonly onClose: () => void
}

function Rename({ factor, onChanged, onClose }: RenameProps) {
  const { accountSecurity: text } = useText()
  const client = useClient()
  const { busy, problem, run } = useSecuredAction()
  const rename = (name: string) =>
    run(async () => {
      await client.security.renameFactor.mutate({ factorId: factor.id, name })
      onChanged(text.mfa.renamed({ name }))
      onClose()
    })
  return (
    <div className={classes.rowForm}>
      <NameForm
        initial={factor.name}
        submitLabel={text.save}
        busy={busy}
        problem={problem}
        autoFocus
        onSubmit={rename}
        onCancel={onClose}
      />
    </div>
  )
}
