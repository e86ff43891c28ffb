import type { ReactNode } from 'react'
import { portalTheme } from './theme'
import { portalDensity } from './tokens'
import { UiProvider } from './UiProvider'

export interface PortalUiProps {
  readonly scheme?: 'light' | 'dark'
  readonly children: ReactNode
}

/** The portal's look: generous, for any phone, keeping nothing on the device. Pair it with `portalStyles.css`. */
export function PortalUi({ scheme, children }: PortalUiProps) {
  return (
    <UiProvider theme={portalTheme} density={portalDensity} scheme={scheme}>
      {children}
    </UiProvider>
  )
}
