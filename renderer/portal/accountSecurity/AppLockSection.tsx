import { Button } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { StatusBadge } from '../../ui/StatusBadge'
import { useClient } from '../shell/ClientContext'
import { useReloadMe } from '../shell/MeContext'
import { useText } from '../text/portalText'
import { Done } from './Done'
import { Refusal } from './Refusal'
import { Section } from './Section'
import classes from './security.module.css'
import { LOCK_MINUTES } from './securityLimits'
import { useSecuredAction } from './useSecuredAction'

export interface AppLockSectionProps {
  readonly minutes: number | null
  readonly onChanged: () => void
}

/** S1.1, S1.15: after how long without a touch this device asks for the password or a code again. */
export function AppLockSection({ minutes, onChanged }: AppLockSectionProps) {
  const { lock, save } = useText().accountSecurity
  const client = useClient()
  const reloadMe = useReloadMe()
  const id = useId()
  const [wanted, setWanted] = useState(minutes)
  const [done, setDone] = useState<string | null>(null)
  const { busy, problem, run } = useSecuredAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setDone(null)
    run(async () => {
      const chosen = LOCK_MINUTES.find((offered) => offered === wanted) ?? null
      await client.security.setAppLock.mutate({ minutes: chosen })
      setDone(chosen === null ? lock.savedOff : lock.savedOn({ count: chosen }))
      onChanged()
      reloadMe()
    })
  }
  return (
    <Section
      title={lock.title}
      meaning={lock.meaning}
      state={
        <StatusBadge
          tone={minutes === null ? 'neutral' : 'success'}
          label={minutes === null ? lock.off : lock.on({ count: minutes })}
        />
      }
    >
      <Refusal problem={problem} />
      <Done sentence={done} />
      <form className={classes.selectRow} onSubmit={submit}>
        <label htmlFor={id}>
          {lock.label}
          <select
            id={id}
            className={classes.select}
            value={wanted ?? ''}
            onChange={({ currentTarget }) => setWanted(currentTarget.value === '' ? null : Number(currentTarget.value))}
          >
            <option value="">{lock.never}</option>
            {LOCK_MINUTES.map((offered) => (
              <option key={offered} value={offered}>
                {lock.on({ count: offered })}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" variant="default" loading={busy}>
          {save}
        </Button>
      </form>
    </Section>
  )
}
