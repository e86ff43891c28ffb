import { createTRPCClient, httpLink } from '@trpc/client'
import type { DesktopRouter } from '../../electron/core/desktopRouter'

/** The desktop core's own procedures: keychain, lock, passphrase. Same origin as the page. */
export function createDesktopClient() {
  return createTRPCClient<DesktopRouter>({ links: [httpLink({ url: '/desktop' })] })
}
export type DesktopClient = ReturnType<typeof createDesktopClient>
