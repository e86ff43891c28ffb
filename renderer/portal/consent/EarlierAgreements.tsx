import { useCallback } from 'react'
import { useClient } from '../shell/ClientContext'
import { OPEN_PATH } from '../shell/gates'
import { Link } from '../shell/router'
import { useLoaded } from '../shell/useLoaded'
import { useText } from '../text/portalText'
import classes from './consent.module.css'

/** The way to what was agreed to before, to compare the new words with. Nothing for somebody who has agreed to nothing yet. */
export function EarlierAgreements() {
  const { consent } = useText()
  const client = useClient()
  const { loaded } = useLoaded(useCallback(() => client.consent.receipts.query(), [client]))
  if (loaded.state !== 'ready' || loaded.value.length === 0) return null
  return (
    <p className={classes.earlier}>
      <Link to={OPEN_PATH}>{consent.earlier}</Link>
    </p>
  )
}
