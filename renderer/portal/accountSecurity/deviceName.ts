import type { PortalText } from '../text/portalText'

/** The server says "Firefox on Android"; the reader's language has its own small word. Unknown devices are called so. */
export function deviceName({ accountSecurity: { sessions } }: PortalText, device: string): string {
  if (device === '') return sessions.unknownDevice
  const [browser, system] = device.split(' on ')
  return system === undefined ? device : `${browser} ${sessions.deviceOn} ${system}`
}
