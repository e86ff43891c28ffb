import type { Translation } from '../../ui/i18n'
import type { en } from './en'
import { accountSecurity } from './es/accountSecurity'
import { accounts } from './es/accounts'
import { consent } from './es/consent'
import { invite } from './es/invite'
import { problems } from './es/problems'
import { record } from './es/record'
import { safety } from './es/safety'
import { shell } from './es/shell'
import { waysIn } from './es/waysIn'

export const es: Translation<typeof en> = {
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
