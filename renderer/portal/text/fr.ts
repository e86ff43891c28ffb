import type { Translation } from '../../ui/i18n'
import type { en } from './en'
import { accessLog } from './fr/accessLog'
import { accountSecurity } from './fr/accountSecurity'
import { accounts } from './fr/accounts'
import { agreements } from './fr/agreements'
import { consent } from './fr/consent'
import { corrections } from './fr/corrections'
import { details } from './fr/details'
import { files } from './fr/files'
import { invite } from './fr/invite'
import { kiosk } from './fr/kiosk'
import { messages } from './fr/messages'
import { problems } from './fr/problems'
import { record } from './fr/record'
import { safety } from './fr/safety'
import { shell } from './fr/shell'
import { waysIn } from './fr/waysIn'

export const fr: Translation<typeof en> = {
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
