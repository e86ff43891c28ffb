import { createContext, use } from 'react'
import type { PortalClient } from '../../api/portalClient'

/** The portal's procedures, given by `main.tsx` and by tests. */
export const ClientContext = createContext<PortalClient | null>(null)

export function useClient(): PortalClient {
  const client = use(ClientContext)
  if (!client) throw new Error('no ClientContext above')
  return client
}
