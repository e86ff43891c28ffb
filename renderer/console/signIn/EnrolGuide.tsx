import { Anchor, Button, CopyButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { StaffEnrolAnswer } from '../../../shared/staff/staffSchemas'
import type { StaffClient } from '../../api/staffClient'
import { QrCode } from '../../ui/QrCode'
import classes from '../shell/SinglePage.module.css'

export interface EnrolGuideProps {
  readonly client: StaffClient
  readonly challenge: string
  readonly onRefused: (error: unknown) => void
}

/** Sets up the second factor: scan, open on this device, or type the key. Shown once; nothing is active before the code is proved (M7). */
export function EnrolGuide({ client, challenge, onRefused }: EnrolGuideProps) {
  const [enrolment, setEnrolment] = useState<StaffEnrolAnswer | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once per challenge; each asking draws a new secret.
  useEffect(() => {
    let current = true
    client.auth.enrol.mutate({ challenge }).then(
      (answer) => current && setEnrolment(answer),
      (error) => current && onRefused(error),
    )
    return () => {
      current = false
    }
  }, [client, challenge])
  if (!enrolment) return <div className={classes.qr} aria-busy="true" />
  return (
    <>
      <ol className={classes.steps}>
        <li>Open an authenticator app on your phone.</li>
        <li>Add an account by scanning this code.</li>
        <li>Type the six digits that it shows.</li>
      </ol>
      <div className={classes.qr}>
        <QrCode value={enrolment.otpauthUrl} title="QR code for your authenticator app" />
      </div>
      <SecretText secret={enrolment.secret} />
      <Anchor href={enrolment.otpauthUrl} size="sm" ta="center">
        Open an authenticator on this computer
      </Anchor>
    </>
  )
}

/** Whole and in groups of four, because it is read from one screen and typed into another. */
function SecretText({ secret }: { readonly secret: string }) {
  return (
    <div className={classes.secret}>
      <span>Or type this key:</span>
      <code translate="no">{secret.match(/.{1,4}/g)?.join(' ')}</code>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-sm" onClick={copy}>
            {copied ? 'Copied' : 'Copy the key'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
