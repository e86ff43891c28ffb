import type { Secrets } from './secrets'
import { createSerial } from './serial'

const nameOf = (staffId: string) => `queue.${staffId}`

/** How many unsent writes lie in each person's replica, so that a wipe can say what was lost without opening what is sealed. */
export interface QueueNotes {
  note(staffId: string, unsent: number): Promise<void>
  read(staffId: string): Promise<number>
  forget(staffId: string): Promise<void>
}

/** Kept in `secrets`; a count that has not changed is not written again. */
export function createQueueNotes(secrets: Secrets): QueueNotes {
  const serial = createSerial()
  const read = async (staffId: string) => Number((await (await secrets.box())?.get(nameOf(staffId))) ?? 0)
  return {
    note: (staffId, unsent) =>
      serial(async () => {
        if ((await read(staffId)) !== unsent) await (await secrets.box())?.set(nameOf(staffId), String(unsent))
      }),
    read: (staffId) => serial(() => read(staffId)),
    forget: (staffId) => serial(async () => await (await secrets.box())?.delete(nameOf(staffId))),
  }
}
