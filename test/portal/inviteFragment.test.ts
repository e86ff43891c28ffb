import { expect, test, vi } from 'vitest'
import { inviteFragments } from '../../renderer/portal/invite/inviteFragment'

const token = `${'kX3-_'.repeat(8)}abc`

function page(pathname: string, hash: string) {
  const listeners: (() => void)[] = []
  const location = { pathname, hash }
  const replaceState = vi.fn((_state: unknown, _title: string, address?: string | URL | null) => {
    location.hash = ''
    location.pathname = String(address)
  })
  return {
    location,
    history: { state: null, replaceState },
    addEventListener: (_type: 'hashchange', listener: () => void) => listeners.push(listener),
    paste: (fragment: string) => {
      location.hash = fragment
      for (const listener of listeners) listener()
    },
  }
}

test('I4: the token leaves the address bar in the moment in which it is read', () => {
  const opened = page('/invite', `#${token}`)
  const fragments = inviteFragments(opened)
  expect(fragments.current()).toEqual({ token })
  expect(opened.location).toEqual({ pathname: '/invite', hash: '' })
  expect(opened.history.replaceState).toHaveBeenCalledTimes(1)
})

test('I4: a second link pasted into the same tab is taken the same way and announced', () => {
  const opened = page('/invite', '')
  const fragments = inviteFragments(opened)
  const changed = vi.fn()
  const stop = fragments.subscribe(changed)
  expect(fragments.current()).toBeNull()
  opened.paste(`#${token}`)
  expect(fragments.current()).toEqual({ token })
  expect(opened.location.hash).toBe('')
  opened.paste('')
  expect(fragments.current()).toEqual({ token })
  stop()
  opened.paste('#other')
  expect(changed).toHaveBeenCalledTimes(1)
})

test('I6: a damaged or endless fragment is handed on like any other, cut to what the server reads', () => {
  expect(inviteFragments(page('/invite', '#short')).current()).toEqual({ token: 'short' })
  expect(inviteFragments(page('/invite', `#${'x'.repeat(5000)}`)).current()?.token).toHaveLength(128)
})

test('a fragment on any other address is nobody’s business', () => {
  const opened = page('/sign-in', '#main')
  expect(inviteFragments(opened).current()).toBeNull()
  expect(opened.history.replaceState).not.toHaveBeenCalled()
})
