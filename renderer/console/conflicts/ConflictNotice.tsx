import { Alert } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { Link } from 'wouter'
import { plural } from '../../ui/language'
import { useSession, useStore } from '../shell/SessionContext'
import classes from './Conflicts.module.css'
import { openCount } from './conflictViews'

/** In the file: that fields have two values, and where that is decided. */
export function ConflictNotice({ participantId }: { readonly participantId: string }) {
  const { replica } = useSession()
  const count = openCount({ conflicts: useStore(replica.stores.conflicts) }, participantId)
  if (count === 0) return null
  return (
    <Alert color="warn" icon={<IconGitMerge aria-hidden />} className={classes.notice ?? ''}>
      {plural('en', count, {
        one: '# field was changed by two people at once. The record shows what was saved first.',
        other: '# fields were changed by two people at once. The record shows what was saved first.',
      })}{' '}
      <Link href={`/conflicts?participant=${participantId}`}>Decide which value holds</Link>
    </Alert>
  )
}
