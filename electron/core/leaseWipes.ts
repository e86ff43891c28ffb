import { z } from 'zod'
import type { WipedCopy } from '../../shared/ipc/desktopTypes'
import type { Secrets } from './secrets'
import { createSerial } from './serial'
import { MAX_PEOPLE } from './verifiers'

const NAME = 'lease.wiped'
const copiesSchema = z.record(z.string(), z.int().min(0))
/** Windows keeps at most 2,560 bytes per entry: as many as the console knows people, with counts of two digits. */
const MOST_UNSENT = 99

/**
 * Whose key was deleted because nobody heard of the server for too long (D3). Remembered until that person signs in again: their sealed
 * pages are the page's to delete, and they are owed a word about it, over restarts too.
 */
export interface LeaseWipes {
  list(): Promise<readonly WipedCopy[]>
  add(copy: WipedCopy): Promise<void>
  end(staffId: string): Promise<void>
  endAll(): Promise<void>
}

export function createLeaseWipes(secrets: Secrets): LeaseWipes {
  const serial = createSerial()
  const list = async () => parse((await (await secrets.box())?.get(NAME)) ?? null)
  const others = async (staffId: string) => (await list()).filter((copy) => copy.staffId !== staffId)
  const write = async (copies: readonly WipedCopy[]) => {
    const box = await secrets.box()
    const kept = copies.slice(-MAX_PEOPLE).map(({ staffId, unsent }) => [staffId, Math.min(unsent, MOST_UNSENT)])
    await (kept.length === 0 ? box?.delete(NAME) : box?.set(NAME, JSON.stringify(Object.fromEntries(kept))))
  }
  return {
    list,
    add: (copy) => serial(async () => await write([...(await others(copy.staffId)), copy])),
    end: (staffId) =>
      serial(async () => {
        const [before, after] = [await list(), await others(staffId)]
        if (after.length < before.length) await write(after)
      }),
    endAll: () => serial(async () => await write([])),
  }
}

function parse(text: string | null): readonly WipedCopy[] {
  try {
    const result = copiesSchema.safeParse(JSON.parse(text ?? '{}'))
    return Object.entries(result.data ?? {}).map(([staffId, unsent]) => ({ staffId, unsent }))
  } catch {
    return []
  }
}
