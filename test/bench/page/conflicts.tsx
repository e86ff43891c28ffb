import '../../../renderer/ui/consoleStyles.css'
import { useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { ConflictsPage } from '../../../renderer/console/conflicts/ConflictsPage'
import { conflictLists } from '../../../renderer/console/conflicts/conflictViews'
import { openDirectory } from '../../../renderer/console/participants/participantDirectory'
import { openReplica } from '../../../renderer/console/replica/replica'
import { getMemoryReplicaStorage } from '../../../renderer/console/replica/replicaStorage'
import { SessionContext } from '../../../renderer/console/shell/SessionContext'
import type { ConsoleSession } from '../../../renderer/console/shell/session'
import { ConsoleUi } from '../../../renderer/ui/ConsoleUi'
import type { PullAnswer } from '../../../shared/sync/syncSchemas'

const replica = await openReplica('conflicts', getMemoryReplicaStorage(), () => new Date())
for (const answer of (await (await fetch('/static/answers.json')).json()) as PullAnswer[])
  await replica.applyPull(answer, null)
const state = { link: 'online', progress: null, lastSyncAt: null, alarm: null, lost: null, problem: null }
const sync = { state: () => state, subscribe: () => () => undefined }
const part = { staffId: 'bench', replica, directory: openDirectory(replica), sync, storage: 'memory' }
const colleague = () => ({ displayName: 'Bench', role: 'admin' })
// The inbox reads replica and directory; there is no server behind this page.
const session = { ...part, colleague, clinic: () => null } as unknown as ConsoleSession

/** What stands on the page: the inbox, a page with nothing but a heading, or nothing. */
type Shown = 'inbox' | 'empty' | null
const stage = { shown: null as Shown, listeners: new Set<() => void>() }

function Stage() {
  const shown = useSyncExternalStore(
    (listener) => {
      stage.listeners.add(listener)
      return () => stage.listeners.delete(listener)
    },
    () => stage.shown,
  )
  if (shown === 'inbox') return <ConflictsPage />
  return shown === 'empty' ? <h1>Conflicts</h1> : null
}

const root = document.getElementById('root')
if (!root) throw new Error('no root')
createRoot(root).render(
  <ConsoleUi>
    <SessionContext value={session}>
      <Stage />
    </SessionContext>
  </ConsoleUi>,
)

async function show(shown: Shown): Promise<number> {
  // A hand is not in step with the screen.
  await new Promise((resolve) => setTimeout(resolve, 60 + Math.random() * 20))
  const start = performance.now()
  stage.shown = shown
  for (const listener of stage.listeners) listener()
  await painted()
  return performance.now() - start
}

/** A message sent from an animation frame is handled after that frame's layout and paint. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(null)
    })
  })
}

/** Milliseconds from the wish to see the page until it was painted; and those of the query that it is made from. */
async function opened(shown: 'inbox' | 'empty', times: number): Promise<{ frames: number[]; queries: number[] }> {
  const [frames, queries]: [number[], number[]] = [[], []]
  for (let time = 0; time < times; time++) {
    frames.push(await show(shown))
    await show(null)
    const start = performance.now()
    conflictLists(replica.stores, null)
    queries.push(performance.now() - start)
  }
  return { frames, queries }
}

const bench = { opened, count: async () => replica.stores.conflicts.size }
export type ConflictsBench = typeof bench
Object.assign(globalThis, { bench })
