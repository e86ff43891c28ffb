import type { createTrpc } from '../platform/trpc/createTrpc'
import type { StaffContext } from './staffContext'

/** The platform's builders for the router at /api/staff. */
export type StaffTrpc = ReturnType<typeof createTrpc<StaffContext>>
