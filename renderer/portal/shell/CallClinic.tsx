import { useClinic } from './ClinicContext'
import { PhoneLink } from './PhoneLink'
import classes from './shell.module.css'

/** One sentence and the clinic's number. Nothing where the clinic has none on file. French keeps its colon with the word before it. */
export function CallClinic({ sentence }: { readonly sentence: string }) {
  const clinic = useClinic()
  if (!clinic?.phone) return null
  return (
    <p className={classes.quiet}>
      {sentence.replace(/ :$/, '\u00a0:')} <PhoneLink phone={clinic.phone} />
    </p>
  )
}
