import { createContext, use } from 'react'

/** The document that a page stands in. Only the console's preview, which draws the portal into a frame, gives another one than the window's own. */
export const PageContext = createContext<Document | null>(null)

export const usePage = (): Document => use(PageContext) ?? document
