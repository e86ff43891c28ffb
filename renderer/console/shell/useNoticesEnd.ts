import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import type { ConsoleState } from './consoleState'

/** R4: a notice may name somebody, and stands for seconds: it ends with the session in which it was said. */
export function useNoticesEnd(state: ConsoleState): void {
  const session = state.at === 'open' ? state.session : state.at === 'auditLog' ? state.staffId : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is when it ends.
  useEffect(() => () => notifications.clean(), [session])
}
