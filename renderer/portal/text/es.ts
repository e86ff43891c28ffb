import type { Translation } from '../../ui/i18n'
import type { en } from './en'
import { accessLog } from './es/accessLog'
import { accountSecurity } from './es/accountSecurity'
import { accounts } from './es/accounts'
import { agreements } from './es/agreements'
import { consent } from './es/consent'
import { corrections } from './es/corrections'
import { details } from './es/details'
import { files } from './es/files'
import { invite } from './es/invite'
import { kiosk } from './es/kiosk'
import { messages } from './es/messages'
import { problems } from './es/problems'
import { record } from './es/record'
import { safety } from './es/safety'
import { shell } from './es/shell'
import { waysIn } from './es/waysIn'

export const es: Translation<typeof en> = {
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
