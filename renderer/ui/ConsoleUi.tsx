import type { MantineColorSchemeManager } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { consoleTheme } from './theme'
import { consoleDensity } from './tokens'
import { UiProvider } from './UiProvider'

export interface ConsoleUiProps {
  readonly colorSchemes?: MantineColorSchemeManager
  readonly children: ReactNode
}

/** The console's look: dense, desktop-like, with a place for notifications. Pair it with `consoleStyles.css`. */
export function ConsoleUi({ children, ...rest }: ConsoleUiProps) {
  return (
    <UiProvider theme={consoleTheme} density={consoleDensity} {...rest}>
      <Notifications position="bottom-right" limit={4} autoClose={8000} />
      {children}
    </UiProvider>
  )
}
