import { type MantineColorSchemeManager, MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { createColorSchemeManager } from './colorScheme'
import { cssVariables } from './cssVariables'
import { usePage } from './PageContext'
import { adoptStyleNonce } from './styleNonce'
import type { Density } from './tokens'
import { useUiText } from './uiText'

export interface UiProviderProps {
  readonly theme: MantineThemeOverride
  readonly density: Density
  /** Keeps light, dark or auto; in memory when absent. */
  readonly colorSchemes?: MantineColorSchemeManager
  /** One scheme whatever the system and the reader say. */
  readonly scheme?: 'light' | 'dark' | undefined
  readonly children: ReactNode
}

/** Every close button gets a name in the reader's language; Mantine gives it none. */
const withCloseLabel = (theme: MantineThemeOverride, label: string): MantineThemeOverride => {
  const defaultProps = { ...theme.components?.CloseButton?.defaultProps, 'aria-label': label }
  return { ...theme, components: { ...theme.components, CloseButton: { defaultProps } } }
}

/**
 * Theme, colours and style nonce for everything below. Use `ConsoleUi` or `PortalUi`, which fill it in.
 * Stand it inside the I18nProvider. The scheme follows the operating system until the reader chooses.
 */
export function UiProvider({ theme, density, colorSchemes, scheme, children }: UiProviderProps) {
  const { close } = useUiText()
  const page = usePage()
  const named = useMemo(() => withCloseLabel(theme, close), [theme, close])
  const [manager] = useState(() => colorSchemes ?? createColorSchemeManager())
  const [resolver] = useState(() => cssVariables(density))
  const [nonce] = useState(() => adoptStyleNonce(document))
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={resolver}
      defaultColorScheme="auto"
      colorSchemeManager={manager}
      getRootElement={() => page.documentElement}
      {...(scheme ? { forceColorScheme: scheme } : {})}
      {...(nonce ? { getStyleNonce: () => nonce } : {})}
    >
      {children}
    </MantineProvider>
  )
}
