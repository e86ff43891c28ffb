import { accessLog } from './en/accessLog'
import { accountSecurity } from './en/accountSecurity'
import { accounts } from './en/accounts'
import { agreements } from './en/agreements'
import { consent } from './en/consent'
import { corrections } from './en/corrections'
import { details } from './en/details'
import { files } from './en/files'
import { invite } from './en/invite'
import { kiosk } from './en/kiosk'
import { messages } from './en/messages'
import { problems } from './en/problems'
import { record } from './en/record'
import { safety } from './en/safety'
import { shell } from './en/shell'
import { waysIn } from './en/waysIn'

/** Every word of the portal, a file for each feature. French and Spanish fill the same shape. Page titles say nothing about health. */
export const en = {
  shell,
  invite,
  kiosk,
  accounts,
  consent,
  record,
  problems,
  safety,
  waysIn,
  accountSecurity,
  accessLog,
  agreements,
  details,
  messages,
  corrections,
  files,
}
