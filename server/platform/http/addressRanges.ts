import { BlockList, isIPv4, isIPv6 } from 'node:net'

export interface AddressRange {
  readonly address: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

/** Parses `a, b/16, c` into ranges; null when any part is not an address or range. Blank text is no ranges. */
export function readAddressRanges(text: string): readonly AddressRange[] | null {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const ranges = parts.map(readRange)
  return ranges.every((range) => range !== null) ? ranges : null
}

function readRange(part: string): AddressRange | null {
  const [address = '', bitsText, ...rest] = part.split('/')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null
  if (family === null || rest.length > 0) return null
  const most = family === 'ipv4' ? 32 : 128
  const bits = bitsText === undefined ? most : /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : -1
  return bits >= 0 && bits <= most ? { address, bits, family } : null
}

/** A test whether an address lies in one of the ranges. IPv4 written as IPv6 (`::ffff:10.0.0.1`) counts as IPv4. */
export function addressMatcher(ranges: readonly AddressRange[]): (address: string | undefined) => boolean {
  const list = new BlockList()
  for (const range of ranges) list.addSubnet(range.address, range.bits, range.family)
  return (address) => {
    const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
    if (isIPv4(plain)) return list.check(plain, 'ipv4')
    return isIPv6(plain) && list.check(plain, 'ipv6')
  }
}

/** Whom a limit per address counts as one: an IPv4 address, or the first 64 bits of an IPv6 one, all of which one household holds (Q2). */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIPv6(plain)) return plain
  const [left = [], right = []] = plain.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  // Dotted groups at the end are two groups; they are never among the first four of an address with `::`.
  const missing = 8 - left.length - right.length
  const groups = [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
