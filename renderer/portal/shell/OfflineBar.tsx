import { useSyncExternalStore } from 'react'
import { useText } from '../text/portalText'
import classes from './shell.module.css'

const follow = (changed: () => void) => {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}

/** Says that there is no network; the region is always there so that the change is announced. */
export function OfflineBar() {
  const online = useSyncExternalStore(follow, () => navigator.onLine)
  const { shell } = useText()
  return (
    <div className={classes.offline} role="status" data-shown={!online || undefined}>
      {online ? null : shell.offline}
    </div>
  )
}
