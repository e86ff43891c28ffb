/** What the tabs of one browser tell each other: somebody is active, has signed out, or has left quickly. Nothing else is ever said. */
export type TabWord = 'active' | 'signed_out' | 'left'

export interface Tabs {
  readonly tell: (word: TabWord) => void
  readonly hear: (listener: (word: TabWord) => void) => () => void
}

const WORDS: readonly unknown[] = ['active', 'signed_out', 'left'] satisfies readonly TabWord[]
const isWord = (data: unknown): data is TabWord => WORDS.includes(data)

/** The other tabs of this origin; a browser without channels has none. */
export function otherTabs(): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, hear: () => () => {} }
  const channel = new BroadcastChannel('vestibule')
  return {
    tell: (word) => channel.postMessage(word),
    hear: (listener) => {
      const heard = ({ data }: MessageEvent<unknown>) => isWord(data) && listener(data)
      channel.addEventListener('message', heard)
      return () => channel.removeEventListener('message', heard)
    },
  }
}
