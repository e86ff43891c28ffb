import { type MantineColorSchemeManager, MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { createColorSchemeManager } from './colorScheme'
import { cssVariables } from './cssVariables'
import { adoptStyleNonce } from './styleNonce'
import type { Density } from './tokens'

export interface UiProviderProps {
  readonly theme: MantineThemeOverride
  readonly density: Density
  /** Keeps light, dark or auto; in memory when absent. */
  readonly colorSchemes?: MantineColorSchemeManager
  readonly children: ReactNode
}

/**
 * Theme, colours and style nonce for everything below. Use `ConsoleUi` or `PortalUi`, which fill it in.
 * The scheme follows the operating system until the reader chooses.
 */
export function UiProvider({ theme, density, colorSchemes, children }: UiProviderProps) {
  const [manager] = useState(() => colorSchemes ?? createColorSchemeManager())
  const [resolver] = useState(() => cssVariables(density))
  const [nonce] = useState(() => adoptStyleNonce(document))
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      defaultColorScheme="auto"
      colorSchemeManager={manager}
      {...(nonce ? { getStyleNonce: () => nonce } : {})}
    >
      {children}
    </MantineProvider>
  )
}
