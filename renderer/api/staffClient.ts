import { createTRPCClient, httpLink } from '@trpc/client'
import type { StaffRouter } from '../../server/app/staffRouter'

/** The server's staff procedures, through the desktop core, which adds the credentials (no token reaches this page). */
export function createStaffClient() {
  return createTRPCClient<StaffRouter>({ links: [httpLink({ url: '/api/staff' })] })
}
export type StaffClient = ReturnType<typeof createStaffClient>
