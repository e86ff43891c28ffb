/** The pages of somebody signed in, in the order of the side bar. The layout enforces the session for all of them (S1.3). */
export const INSIDE_PATHS = [
  '/home',
  '/portal/messages',
  '/portal/access',
  '/portal/agreements',
  '/portal/corrections',
  '/portal/security',
  '/details',
] as const
export type InsidePath = (typeof INSIDE_PATHS)[number]

export const isInside = (path: string): path is InsidePath => INSIDE_PATHS.some((inside) => inside === path)
