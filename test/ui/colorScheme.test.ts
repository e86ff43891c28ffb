// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { createColorSchemeManager } from '../../renderer/ui/colorScheme'
import { adoptStyleNonce } from '../../renderer/ui/styleNonce'

const refusing = {
  getItem: () => {
    throw new Error('blocked')
  },
  setItem: () => {
    throw new Error('blocked')
  },
  removeItem: () => {
    throw new Error('blocked')
  },
}

test('W1: without a storage the choice lasts as long as the page and nothing is written', () => {
  const manager = createColorSchemeManager()
  manager.set('dark')
  expect(manager.get('auto')).toBe('dark')
  expect(localStorage.length + sessionStorage.length).toBe(0)
  expect(createColorSchemeManager().get('auto')).toBe('auto')
})

test('a storage that refuses is no error, and one that holds nonsense is not believed', () => {
  const manager = createColorSchemeManager(refusing)
  manager.set('light')
  expect(manager.get('auto')).toBe('light')
  manager.clear()
  expect(manager.get('auto')).toBe('auto')
  expect(createColorSchemeManager({ ...refusing, getItem: () => 'purple' }).get('auto')).toBe('auto')
})

test('H1: the style nonce comes from the page and also reaches the scroll lock', () => {
  expect(adoptStyleNonce(document)).toBeUndefined()
  document.head.innerHTML = '<meta name="csp-nonce" content="r4nd0m">'
  expect(adoptStyleNonce(document)).toBe('r4nd0m')
  expect(Reflect.get(globalThis, '__webpack_nonce__')).toBe('r4nd0m')
})
