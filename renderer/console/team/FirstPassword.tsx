import { Button } from '@mantine/core'
import { CopyField } from '../../ui/CopyField'
import { PersonName } from '../../ui/PersonName'
import classes from './Team.module.css'

export interface FirstPasswordProps {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly onClose: () => void
}

/** Shown once. It lives in the dialog's state and ends with it; the colleague must choose their own at the first sign-in. */
export function FirstPassword({ name, email, password, onClose }: FirstPasswordProps) {
  return (
    <div className={classes.form}>
      <p className={classes.said} role="status">
        <PersonName name={name} /> signs in as <bdi>{email}</bdi> with this password, and then chooses one of their own
        and sets up the second factor. Hand it over in person or by phone.
      </p>
      <div className={classes.secret}>
        <CopyField label="First password" value={password} description="Shown only now." />
      </div>
      <div className={classes.actions}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  )
}
