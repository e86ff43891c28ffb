import { isMantineColorScheme, type MantineColorSchemeManager } from '@mantine/core'

const key = 'vestibule-color-scheme'

type SchemeStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Reading or writing may throw where storage is blocked or full; the choice then lasts as long as the page. */
const attempt = <T>(action: () => T): T | undefined => {
  try {
    return action()
  } catch {
    return undefined
  }
}

/**
 * Remembers light, dark or auto in memory and, when a storage is given, there too. The portal gives none: a shared device
 * keeps nothing.
 */
export function createColorSchemeManager(storage?: SchemeStorage): MantineColorSchemeManager {
  const stored = attempt(() => storage?.getItem(key))
  let chosen = isMantineColorScheme(stored) ? stored : undefined
  return {
    get: (fallback) => chosen ?? fallback,
    set: (value) => {
      chosen = value
      attempt(() => storage?.setItem(key, value))
    },
    subscribe: () => {},
    unsubscribe: () => {},
    clear: () => {
      chosen = undefined
      attempt(() => storage?.removeItem(key))
    },
  }
}
