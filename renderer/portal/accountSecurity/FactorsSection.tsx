import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { StatusBadge } from '../../ui/StatusBadge'
import { useText } from '../text/portalText'
import { Done } from './Done'
import { EnrolPart } from './EnrolPart'
import { FactorRow } from './FactorRow'
import { RecoveryPart } from './RecoveryPart'
import { Section } from './Section'
import type { SettingsProps } from './SecurityPage'
import classes from './security.module.css'
import { MOST_FACTORS } from './securityLimits'
import { useReturnFocus } from './useReturnFocus'

/** S1.4 to S1.12: the authenticator apps of the account, and the recovery codes beside them. */
export function FactorsSection({ me, view, onChanged }: SettingsProps) {
  const { mfa } = useText().accountSecurity
  const [adding, setAdding] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const opener = useReturnFocus(adding)
  const active = view.factors.filter(({ status }) => status === 'verified')
  const isOn = active.length > 0
  const changed = (sentence: string) => {
    setDone(sentence)
    onChanged()
  }
  const added = (name: string) => {
    setAdding(false)
    changed(mfa.enabled({ name }))
  }
  // One that was begun stands in the list as not verified.
  const cancel = () => {
    setAdding(false)
    onChanged()
  }
  return (
    <Section
      title={mfa.title}
      meaning={mfa.meaning}
      state={<StatusBadge tone={isOn ? 'success' : 'neutral'} label={isOn ? mfa.on : mfa.off} />}
    >
      {view.mfaRequired && active.length !== 1 ? <p>{mfa.required}</p> : null}
      <Done sentence={done} takesFocus />
      {view.factors.length > 0 ? (
        <ul className={classes.list}>
          {view.factors.map((factor) => (
            <FactorRow
              key={factor.id}
              factor={factor}
              isLast={active.length === 1 && factor.status === 'verified'}
              mfaRequired={view.mfaRequired}
              onChanged={changed}
            />
          ))}
        </ul>
      ) : null}
      {adding ? (
        <EnrolPart me={me} isFirst={!isOn} onDone={added} onCancel={cancel} />
      ) : active.length < MOST_FACTORS ? (
        <div className={classes.actions}>
          <Button
            ref={opener}
            variant={isOn ? 'default' : 'filled'}
            leftSection={<IconShieldCheck size={20} aria-hidden />}
            onClick={() => {
              setDone(null)
              setAdding(true)
            }}
          >
            {isOn ? mfa.addAnother : mfa.enable}
          </Button>
        </div>
      ) : (
        <p className={classes.meaning}>{mfa.most({ count: MOST_FACTORS })}</p>
      )}
      {isOn ? <RecoveryPart me={me} view={view} onChanged={onChanged} /> : null}
    </Section>
  )
}
