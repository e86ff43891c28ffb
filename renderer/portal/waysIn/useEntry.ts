import { useState } from 'react'
import type { PublicClinic } from '../../../shared/accounts/portalSchemas'

export type Channel = 'email' | 'phone'
/** What stands under Email: the link, or the password. */
export type EmailWay = 'link' | 'password'

/** Which ways the clinic offers, by where they stand on the page. What is off is not there (S3.4). */
export function offeredWays({ methods }: Pick<PublicClinic, 'methods'>) {
  const email: EmailWay[] = [
    ...(methods.emailLink ? (['link'] as const) : []),
    ...(methods.password ? (['password'] as const) : []),
  ]
  const channels: Channel[] = [
    ...(email.length > 0 ? (['email'] as const) : []),
    ...(methods.smsCode ? (['phone'] as const) : []),
  ]
  return { email, channels }
}

export interface Entry {
  readonly channel: Channel
  readonly setChannel: (channel: Channel) => void
  readonly way: EmailWay
  readonly setWay: (way: EmailWay) => void
}

/** What the visitor has picked, as far as it is offered; Email first (S3.4). */
export function useEntry(offered: ReturnType<typeof offeredWays>, startAt: Channel | null): Entry {
  const [channel, setChannel] = useState<Channel>(startAt ?? 'email')
  const [way, setWay] = useState<EmailWay>('link')
  return { channel: pick(offered.channels, channel), setChannel, way: pick(offered.email, way), setWay }
}

/** The first one offered, where the wanted one is not. */
function pick<T>(options: readonly T[], wanted: T): T {
  return options.includes(wanted) ? wanted : (options[0] ?? wanted)
}
