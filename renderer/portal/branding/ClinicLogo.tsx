import { type ReactNode, useState } from 'react'
import { useClinic } from '../shell/ClinicContext'
import { useText } from '../text/portalText'
import classes from './branding.module.css'

/** S3.15: the clinic's logo above the sign-in form. Its room is kept; one that does not load leaves its words. */
export function ClinicLogo() {
  const clinic = useClinic()
  const { shell } = useText()
  if (!clinic?.logoUrl) return null
  return <img className={classes.large} src={clinic.logoUrl} alt={shell.logoAlt({ name: clinic.name })} />
}

/** S2.64: in the header beside the clinic's name, which says the same in words. Null when there is none or it does not load. */
export function HeaderLogo({ otherwise }: { readonly otherwise: ReactNode }) {
  const url = useClinic()?.logoUrl ?? null
  const [broken, setBroken] = useState<string | null>(null)
  if (!url || broken === url) return otherwise
  return <img className={classes.small} src={url} alt="" onError={() => setBroken(url)} />
}
