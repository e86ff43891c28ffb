import { z } from 'zod'

/**
 * What the clinic's server was last restored from; every console holds it as part of the clinic's document. `auditRows` is how many rows the
 * audit log of the backup had: what consoles saw beyond it is gone, and an administrator has to say that they know.
 */
export const restoreNoteSchema = z.strictObject({
  /** The epoch that the restore began. */
  epoch: z.uuid(),
  restoredAt: z.iso.datetime(),
  backupMadeAt: z.iso.datetime(),
  auditRows: z.int().min(0),
  acknowledgedAt: z.iso.datetime().nullable(),
  acknowledgedByName: z.string().nullable(),
})
export type RestoreNote = z.infer<typeof restoreNoteSchema>

/** `restores.acknowledge`: `seenRows` is the highest row of the audit log that this console had seen before the restore. */
export const acknowledgeRestoreSchema = z.strictObject({ epoch: z.uuid(), seenRows: z.int().min(0) })
