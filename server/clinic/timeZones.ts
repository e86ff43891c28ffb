/** Whether this server knows the zone by this IANA name, such as `America/Toronto`. */
export function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name)
}
