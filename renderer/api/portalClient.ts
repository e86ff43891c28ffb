import { createTRPCClient, httpLink } from '@trpc/client'
import type { PortalRouter } from '../../server/portal/portalRouter'

/** The portal's procedures. The session is a cookie that this page cannot read (W1). */
export function createPortalClient() {
  return createTRPCClient<PortalRouter>({ links: [httpLink({ url: '/api/portal' })] })
}
export type PortalClient = ReturnType<typeof createPortalClient>
