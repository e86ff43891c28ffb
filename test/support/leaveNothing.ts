import { beforeAll } from 'vitest'

/** Files of one worker share their modules, and so the one store of notifications: what an earlier file said must not stand, or queue, in this one. */
beforeAll(async () => {
  if (!('document' in globalThis)) return
  const { notifications } = await import('@mantine/notifications')
  notifications.clean()
  notifications.cleanQueue()
})
