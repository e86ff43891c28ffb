/** What a reader sees and where mail comes from. */
export interface MailAddress {
  readonly name: string
  readonly address: string
}

const LONGEST_ADDRESS = 254
// Quoted local parts and several addresses in one field are refused on purpose: both are ways to smuggle.
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u
const WITH_NAME = /^(?<name>[^<>]*)<(?<address>[^<>]+)>$/

export function isMailAddress(value: string): boolean {
  return value.length <= LONGEST_ADDRESS && ADDRESS.test(value)
}

/** Reads `a@b.org`, `Name <a@b.org>` or `"Name" <a@b.org>`. Null for anything else. */
export function readSender(value: string): MailAddress | null {
  const { name = '', address = value } = WITH_NAME.exec(value)?.groups ?? {}
  const found = { name: plainLine(name).replace(/^"(.*)"$/, '$1'), address: address.trim() }
  return isMailAddress(found.address) ? found : null
}

/** One line: a line break in a header field would start a header of the writer's choice. */
export function plainLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
