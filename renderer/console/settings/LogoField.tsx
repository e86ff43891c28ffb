import { Button, FileButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { LOGO_TYPES, MOST_LOGO_BYTES } from '../../../shared/settings/settingsSchemas'
import { problemOf } from '../../api/apiError'
import { useSession } from '../shell/SessionContext'
import classes from './Settings.module.css'

export interface LogoFieldProps {
  readonly clinic: ClinicDoc
  readonly frozen: boolean
  /** Unsaved settings would be refused after the logo moved the revision on, so they are saved first. */
  readonly dirty: boolean
}

/** S2.64: the logo is saved at once and by itself. Its content is checked by the server, whatever its name says. */
export function LogoField({ clinic, frozen, dirty }: LogoFieldProps) {
  const { client, sync } = useSession()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (file: File | null) => {
    setProblem(null)
    const mediaType = LOGO_TYPES.find((type) => type === file?.type)
    if (file && !mediaType) return setProblem('Choose a PNG, JPEG or WebP picture.')
    if (file && file.size > MOST_LOGO_BYTES) return setProblem('Choose a picture of at most 200 KB.')
    setBusy(true)
    try {
      const logo = file && mediaType ? { mediaType, base64: await base64Of(file) } : null
      await client.settings.saveLogo.mutate({ expectedRev: clinic.rev, logo })
      await sync.syncNow()
      notifications.show({ message: logo ? 'The logo is saved.' : 'The logo is removed.' })
    } catch (error) {
      const { sentence, detail } = problemOf(error)
      setProblem(detail?.fields?.map(({ message }) => message).join('; ') ?? sentence)
    }
    setBusy(false)
  }
  return (
    <div className={classes.group}>
      <span className={classes.label}>Logo</span>
      <div className={classes.row}>
        <FileButton accept={LOGO_TYPES.join(',')} onChange={(file) => file && void save(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={busy} disabled={frozen || dirty}>
              {clinic.logoHash === null ? 'Choose a picture' : 'Choose another picture'}
            </Button>
          )}
        </FileButton>
        {clinic.logoHash === null ? null : (
          <Button variant="subtle" color="danger" disabled={frozen || dirty || busy} onClick={() => void save(null)}>
            Remove
          </Button>
        )}
      </div>
      <p className={problem ? classes.problem : classes.soft} role="status">
        {problem ??
          (dirty ? 'Save or discard the other changes first.' : 'PNG, JPEG or WebP, at most 200 KB. Saved at once.')}
      </p>
    </div>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
