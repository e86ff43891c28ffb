import { phoneHref } from './contactLinks'
import classes from './shell.module.css'

/** The clinic's number as a link that dials; left to right and unbroken in every language. */
export function PhoneLink({ phone }: { readonly phone: string }) {
  const href = phoneHref(phone)
  const number = <bdi className={classes.phone}>{phone}</bdi>
  return href ? <a href={href}>{number}</a> : number
}
