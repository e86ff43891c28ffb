import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * A number as people and files write it, in E.164 (`+16045550100`), or null when it cannot be one. `country` is the ISO code whose numbers are
 * written without a prefix. The only file that knows libphonenumber.
 */
export function normalisePhone(text: string, country: string): string | null {
  const known: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  const found = parsePhoneNumberFromString(text, known === undefined ? {} : { defaultCountry: known, extract: false })
  return found?.isPossible() ? found.number : null
}

/** Whether this is the ISO code of a country with telephone numbers. */
export function isPhoneCountry(code: string): boolean {
  return isSupportedCountry(code)
}
