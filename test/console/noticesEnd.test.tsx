// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test } from 'vitest'
import type { ConsoleState } from '../../renderer/console/shell/consoleState'
import { useNoticesEnd } from '../../renderer/console/shell/useNoticesEnd'
import { ANA } from './shellWorld'

function Console({ state }: { readonly state: ConsoleState }) {
  useNoticesEnd(state)
  return <p>{state.at}</p>
}

test('R4: what a notice said in a session is not read on the lock over it; one of the lock itself stays', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  const show = async (state: ConsoleState) =>
    await act(async () =>
      root.render(
        <MantineProvider env="test">
          <Notifications />
          <Console state={state} />
        </MantineProvider>,
      ),
    )
  const say = async (message: string) => await act(async () => void notifications.show({ message, autoClose: false }))
  const open = (signedIn: boolean) => ({ at: 'open', session, signedIn, failure: null }) as unknown as ConsoleState
  const session = {}
  await show(open(true))
  await say('Ana Ruiz: access revoked.')
  await show(open(false))
  expect(document.body.textContent).toContain('Ana Ruiz')
  await show({ at: 'unlock', people: [ANA], staffId: ANA.staffId, notice: null })
  await expect.poll(() => document.body.textContent).not.toContain('Ana Ruiz')
  await say('Diagnostics copied.')
  await show({ at: 'signIn', people: [], notice: null })
  expect(document.body.textContent).toContain('Diagnostics copied.')
  await act(async () => root.unmount())
})
