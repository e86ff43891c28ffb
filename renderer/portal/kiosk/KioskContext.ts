import { createContext, use } from 'react'

/** True on the clinic's own machine (product item 11): nothing may stay on it, and no way leads further into the portal. */
export const KioskContext = createContext(false)
export const useKiosk = (): boolean => use(KioskContext)
