import type { Translation } from '../../ui/i18n'
import type { en } from './en'
import { accountSecurity } from './fr/accountSecurity'
import { accounts } from './fr/accounts'
import { consent } from './fr/consent'
import { invite } from './fr/invite'
import { problems } from './fr/problems'
import { record } from './fr/record'
import { safety } from './fr/safety'
import { shell } from './fr/shell'
import { waysIn } from './fr/waysIn'

export const fr: Translation<typeof en> = {
  shell,
  invite,
  accounts,
  consent,
  record,
  problems,
  safety,
  waysIn,
  accountSecurity,
}
