import { createPortal } from 'react-dom'
import { useText } from '../text/portalText'
import classes from './security.module.css'
import type { Sheet } from './sheetText'

/** On paper only, and then alone: clinic, account, date and codes. It stands in the body, so that the page around it does not print. */
export function RecoverySheet({ clinicName, email, date, codes }: Sheet) {
  const { enrol } = useText().accountSecurity
  return createPortal(
    <div className={classes.sheet} aria-hidden>
      <h1>{enrol.sheetTitle}</h1>
      {clinicName ? <p>{clinicName}</p> : null}
      <p>{enrol.sheetAccount({ name: email })}</p>
      <p>{enrol.sheetDate({ date })}</p>
      <ol translate="no">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <p>{enrol.sheetOnce}</p>
    </div>,
    document.body,
  )
}
