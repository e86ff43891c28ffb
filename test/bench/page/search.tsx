import '../../../renderer/ui/consoleStyles.css'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ParticipantsPage } from '../../../renderer/console/participants/ParticipantsPage'
import { openDirectory } from '../../../renderer/console/participants/participantDirectory'
import { openReplica } from '../../../renderer/console/replica/replica'
import { getMemoryReplicaStorage } from '../../../renderer/console/replica/replicaStorage'
import { SessionContext } from '../../../renderer/console/shell/SessionContext'
import type { ConsoleSession } from '../../../renderer/console/shell/session'
import { ConsoleUi } from '../../../renderer/ui/ConsoleUi'
import type { PullAnswer } from '../../../shared/sync/syncSchemas'

/** The console's own list over a replica in memory: where the pages lie does not matter to a search. */
async function session(): Promise<ConsoleSession> {
  const replica = await openReplica('search', getMemoryReplicaStorage(), () => new Date())
  const answers = (await (await fetch('/static/answers.json')).json()) as PullAnswer[]
  for (const answer of answers) await replica.applyPull(answer, null)
  const directory = openDirectory(replica)
  const part = { staffId: 'bench', replica, directory, storage: 'memory', colleague: () => null, clinic: () => null }
  // The list reads replica and directory only; there is no server behind this page.
  return part as unknown as ConsoleSession
}

/** The floor: a field and a box of the list's height, rendered by React at each key, with nothing in it. */
function EmptyList() {
  const [query, setQuery] = useState('')
  return (
    <>
      <input type="search" value={query} onChange={(event) => setQuery(event.currentTarget.value)} />
      <span>{query.length}</span>
      <div style={{ height: 640, overflow: 'auto' }}>
        <div style={{ height: 36 * 50_000 }} />
      </div>
    </>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('no root')
const isFloor = new URLSearchParams(location.search).has('floor')
createRoot(root).render(
  <ConsoleUi>
    {isFloor ? (
      <EmptyList />
    ) : (
      <SessionContext value={await session()}>
        <ParticipantsPage />
      </SessionContext>
    )}
  </ConsoleUi>,
)

/** Types a query letter by letter and takes it back again: milliseconds from each key until the frame with its list was painted. */
async function typed(queries: readonly string[]): Promise<number[]> {
  const input = document.querySelector<HTMLInputElement>('input[type=search]')
  if (!input) throw new Error('no search field')
  const times: number[] = []
  for (const query of queries) {
    const steps = Array.from(query, (_, at) => query.slice(0, at + 1))
    for (const value of [...steps, ...steps.slice(0, -1).reverse(), '']) times.push(await keyed(input, value))
  }
  return times
}

async function keyed(input: HTMLInputElement, value: string): Promise<number> {
  // A hand is not in step with the screen.
  await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 20))
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  const start = performance.now()
  setter?.call(input, value)
  input.dispatchEvent(new Event('input', { bubbles: true }))
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

const bench = { typed, count: async () => document.querySelectorAll('[role=row]').length }
export type SearchPage = typeof bench
Object.assign(globalThis, { bench })
