import { stderr } from 'node:process'

const EVERY_MS = 200

/** One line that is written over, on a terminal only. */
export interface Progress {
  add(bytes: number, about?: string): void
  end(): void
}

export function startProgress(doing: string): Progress {
  if (!stderr.isTTY) return { add: () => undefined, end: () => undefined }
  let [bytes, shown, what] = [0, 0, '']
  return {
    add(more, about = '') {
      bytes += more
      what = about
      if (performance.now() - shown < EVERY_MS) return
      shown = performance.now()
      stderr.write(`\r\u001b[K${doing} ${what}: ${sizeText(bytes)}`)
    },
    end: () => void stderr.write('\r\u001b[K'),
  }
}

export function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
