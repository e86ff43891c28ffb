import { createContext, use } from 'react'

/** Leaves the portal at once; given by `main.tsx` and by tests. */
export const ExitContext = createContext<() => void>(() => {})
export const useExit = (): (() => void) => use(ExitContext)
