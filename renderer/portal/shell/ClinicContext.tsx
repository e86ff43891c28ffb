import { createContext, type ReactNode, use, useCallback } from 'react'
import type { PublicClinic } from '../../../shared/accounts/portalSchemas'
import { useClient } from './ClientContext'
import { useLoaded } from './useLoaded'

/** `undefined` while it loads, null when it could not be loaded: pages do without it then. */
type MaybeClinic = PublicClinic | null | undefined

const Context = createContext<MaybeClinic>(undefined)
export const useClinic = (): MaybeClinic => use(Context)

/** The clinic's name and phone for every page, signed in or not. */
export function ClinicProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const { loaded } = useLoaded(useCallback(() => client.clinic.public.query(), [client]))
  const clinic = loaded.state === 'ready' ? loaded.value : loaded.state === 'failed' ? null : undefined
  return <Context value={clinic}>{children}</Context>
}
