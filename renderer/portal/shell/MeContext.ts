import { createContext, use } from 'react'

/** Asks anew who is signed in, for pages that change what the frame shows: unread messages, the app lock. Nothing outside the layout. */
export const ReloadMe = createContext<() => void>(() => undefined)
export const useReloadMe = (): (() => void) => use(ReloadMe)
