import { Button, Checkbox } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { useClinic } from '../shell/ClinicContext'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { CopyButton } from './CopyButton'
import { RecoverySheet } from './RecoverySheet'
import { saveTextFile } from './saveTextFile'
import classes from './security.module.css'
import { sheetText } from './sheetText'
import { useDates } from './useDates'

export interface RecoveryCodesProps {
  readonly codes: readonly string[]
  readonly me: Pick<PortalMe, 'email' | 'shared'>
  readonly onKept: () => void
}

/** M6: ten codes, shown once. It can only be left when the box says that they are kept; closing the tab is asked about. */
export function RecoveryCodes({ codes, me, onKept }: RecoveryCodesProps) {
  const text = useText()
  const { enrol } = text.accountSecurity
  const clinicName = useClinic()?.name ?? ''
  const date = useDates().day(Date.now())
  const sheet = { clinicName, email: me.email, date, codes }
  const list = useRef<HTMLUListElement>(null)
  const [kept, setKept] = useState(false)
  const [missing, setMissing] = useState<object | null>(null)
  const form = useFirstError(missing)
  useLeavingAsked()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (kept) onKept()
    else setMissing({})
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <ul ref={list} className={classes.codes} aria-label={enrol.list} translate="no">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.actions}>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => print()}>
          {enrol.print}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => saveTextFile('recovery-codes.txt', sheetText(text, sheet))}
        >
          {enrol.download}
        </Button>
        <CopyButton value={codes.join('\n')} label={enrol.list} onRefused={() => selectWords(list.current)} />
      </div>
      <p className={classes.meaning}>{me.shared ? enrol.keepShared : enrol.keepAdvice}</p>
      <Checkbox
        classNames={{ body: classes.keptBody ?? '' }}
        label={enrol.kept}
        checked={kept}
        error={missing && !kept ? enrol.keptFirst : undefined}
        aria-invalid={missing !== null && !kept}
        onChange={({ currentTarget }) => setKept(currentTarget.checked)}
      />
      <Button type="submit">{enrol.finish}</Button>
      <RecoverySheet {...sheet} />
    </form>
  )
}

/** They cannot be shown again, so the browser asks before the tab goes. */
function useLeavingAsked() {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [])
}

function selectWords(element: Element | null) {
  if (element) getSelection()?.selectAllChildren(element)
}
