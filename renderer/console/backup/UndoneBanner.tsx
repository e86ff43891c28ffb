import { Button } from '@mantine/core'
import { IconHistoryToggle } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { Banner } from '../shell/Banner'
import { useSession, useStore } from '../shell/SessionContext'
import { undoneCounts } from './undoneViews'

export const UNDONE_PATH = '/restored'

/** K2: until somebody has brought it back or left it, whatever has become of the notice of the restore. */
export function UndoneBanner() {
  const { replica } = useSession()
  const [path] = useLocation()
  const { records, access } = undoneCounts({ undone: useStore(replica.stores.undone) })
  if (records === 0 || path === UNDONE_PATH) return null
  const of = records === 1 ? 'one record' : `${records} records`
  const open =
    access === 0
      ? ''
      : access === 1
        ? ' Portal access that had been revoked is open again for one of them.'
        : ` Portal access that had been revoked is open again for ${access} of them.`
  return (
    <Banner
      tone={access > 0 ? 'danger' : 'warn'}
      icon={IconHistoryToggle}
      alert
      words={`The restore undid changes to ${of} that this console knows.${open}`}
      action={
        <Button component={Link} href={UNDONE_PATH} size="compact-sm">
          Look at them
        </Button>
      }
    />
  )
}
