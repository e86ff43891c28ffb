import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHistory, IconShieldExclamation } from '@tabler/icons-react'
import { useState } from 'react'
import { allows } from '../../../shared/access/roles'
import { type RestoreWarning, restoreWarning } from '../../../shared/backup/restoreRules'
import { problemOf } from '../../api/apiError'
import { formatDate } from '../../ui/formatDate'
import { useClinic, useDateFormat } from '../participants/clinicHooks'
import { Banner } from '../shell/Banner'
import { useSession, useSyncState } from '../shell/SessionContext'
import { CopyDiagnostics } from '../shell/TroublePages'

const BROKEN =
  'The server’s audit log began anew without what this console has seen of it, and no restore of a backup explains that. Tell an administrator.'

/** After a restore of the server (K2): what is not there any more, until an administrator has said that they know. */
export function RestoreBanner() {
  const { colleague } = useSession()
  const { lost } = useSyncState()
  const note = useClinic()?.restored ?? null
  const warning = restoreWarning(lost, note)
  const role = colleague()?.role
  const decides = role !== undefined && allows(role, 'settings.change')
  if (warning === null || (warning.kind === 'restored' && warning.lost === null && !decides)) return null
  if (warning.kind === 'broken') {
    const action = <CopyDiagnostics trouble={{ kind: 'unknown', page: null, message: BROKEN }} />
    return <Banner tone="danger" icon={IconShieldExclamation} alert words={BROKEN} action={action} />
  }
  return <Restored warning={warning} decides={decides} />
}

interface RestoredProps {
  readonly warning: Extract<RestoreWarning, { kind: 'restored' }>
  readonly decides: boolean
}

function Restored({ warning: { note, lost }, decides }: RestoredProps) {
  const format = useDateFormat()
  const from = formatDate(note.backupMadeAt, 'dateTime', format)
  const gone =
    lost === null
      ? 'What was written after that may be missing.'
      : `${rowsText(lost)} of the audit log, known to this console, ${lost.from === lost.to ? 'is' : 'are'} not in it.`
  const words = `The server was restored from a backup of ${from}. ${gone}${decides ? '' : ' Tell an administrator.'}`
  const action = decides ? <Acknowledge epoch={note.epoch} seenRows={lost?.to ?? note.auditRows} /> : null
  return <Banner tone={lost === null ? 'warn' : 'danger'} icon={IconHistory} alert words={words} action={action} />
}

function rowsText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `Row ${from}` : `Rows ${from} to ${to}`
}

function Acknowledge({ epoch, seenRows }: { readonly epoch: string; readonly seenRows: number }) {
  const { client, sync } = useSession()
  const [busy, setBusy] = useState(false)
  const acknowledge = async () => {
    setBusy(true)
    try {
      await client.settings.acknowledgeRestore.mutate({ epoch, seenRows })
      await sync.syncNow()
    } catch (error) {
      notifications.show({ color: 'danger', message: problemOf(error).sentence })
    }
    setBusy(false)
  }
  return (
    <Button size="compact-sm" loading={busy} onClick={() => void acknowledge()}>
      I know of this restore
    </Button>
  )
}
