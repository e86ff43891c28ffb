import { createContext, use } from 'react'
import type { Pulse } from './pulse'

export const PulseContext = createContext<Pulse | null>(null)

export function usePulse(): Pulse {
  const pulse = use(PulseContext)
  if (!pulse) throw new Error('no PulseContext above')
  return pulse
}
