import { edits, openLive } from './connected'
import { floorFirstSync, ownFirstSync, ownResync } from './firstSync'
import { onlineWrites, queuedWrites } from './queued'
import { fill, floorUnlock, ownUnlock } from './unlock'

/** What the bench may ask of a page. Peers are loaded only by the page that measures them. */
const bench = {
  ownFirstSync,
  ownResync,
  floorFirstSync,
  rxdbFirstSync: async (name: string) => await (await import('./peerRxdb')).rxdbFirstSync(name),
  pouchFirstSync: async (name: string) => await (await import('./peerPouch')).pouchFirstSync(name),
  fill,
  ownUnlock,
  floorUnlock,
  edits,
  onlineWrites,
  queuedWrites,
  ...openLive(),
}
export type BenchPage = typeof bench

Object.assign(globalThis, { bench })
