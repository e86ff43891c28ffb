import { z } from 'zod'
import type { Store } from './ports'

const FILE = 'wipe.json'

/**
 * A wipe order under way. It carries the device key because the place where that lay (keychain or vault) is emptied first; the key opens nothing
 * any more, the server takes only the confirmation from it. `ordered`: keys are being deleted; `erased`: the page's databases are next;
 * `confirming`: everything is gone. No step is ever taken back, and each can be repeated.
 */
const recordSchema = z.strictObject({
  version: z.literal(1),
  orderId: z.uuid(),
  /** pkcs8, base64. */
  deviceKey: z.string(),
  step: z.enum(['ordered', 'erased', 'confirming']),
  /** Unsent writes of whoever was at work, and of everybody else on this console. */
  unsentPresent: z.int().min(0),
  unsentOthers: z.int().min(0),
})
export type WipeRecord = z.infer<typeof recordSchema>

export interface WipeRecords {
  read(): Promise<WipeRecord | null>
  /** Durable when it resolves, so that the order survives a kill at any moment. */
  write(record: WipeRecord): Promise<void>
  clear(): Promise<void>
}

export function createWipeRecords(store: Store): WipeRecords {
  return {
    read: async () => {
      const text = await store.read(FILE)
      if (text === null) return null
      // A file that cannot be read is not passed over: somebody could damage it to keep the records. It is an error, and the console stays shut.
      return recordSchema.parse(JSON.parse(text))
    },
    write: (record) => store.write(FILE, JSON.stringify(record)),
    clear: () => store.delete(FILE),
  }
}
