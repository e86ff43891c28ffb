import { dictionary } from '@zxcvbn-ts/language-common'

const TOP = 3000
/** P2. The package lists about 49,000 passwords, the most used first, in lower case. */
const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common'].slice(0, TOP))

/** Whether this lower-case text is one of the 3,000 most used passwords. */
export function isCommonPassword(lowerCase: string): boolean {
  return COMMON.has(lowerCase)
}
