import { createTRPCClient, httpLink } from '@trpc/client'
import type { StaffRouter } from '../../server/app/staffRouter'
import { FOR_HEADER } from '../../shared/devices/deviceProof'

/**
 * The server's staff procedures, through the desktop core, which adds the credentials (no token reaches this page). With `staffId` its calls leave with
 * that person's session or not at all.
 */
export function createStaffClient(staffId?: string) {
  return createTRPCClient<StaffRouter>({ links: [httpLink({ url: '/api/staff', headers: headersFor(staffId) })] })
}

export function headersFor(staffId: string | undefined): Record<string, string> {
  return staffId === undefined ? {} : { [FOR_HEADER]: staffId }
}
export type StaffClient = ReturnType<typeof createStaffClient>
