import type { RestoreNote } from './restoreSchemas'

/** What a console remembers when the server began another epoch without all the rows it had seen: `seen` of them, before `epoch` began. */
export interface LostSight {
  readonly epoch: string
  readonly seen: number
}

/** `restored`: rows `from` to `to` of the audit log are gone (null: none that this console knows). `broken`: no restore explains it. */
export type RestoreWarning =
  | {
      readonly kind: 'restored'
      readonly note: RestoreNote
      readonly lost: { readonly from: number; readonly to: number } | null
    }
  | { readonly kind: 'broken' }

/**
 * What a console has to say about the server's last restore (K2, U3); null: nothing, or an administrator has said that they know. Rows that
 * the backup itself held cannot be lost by restoring it: where this console has seen others in their place, nobody can wave that aside.
 */
export function restoreWarning(lost: LostSight | null, note: RestoreNote | null): RestoreWarning | null {
  if (lost !== null && (note?.epoch !== lost.epoch || lost.seen <= note.auditRows)) return { kind: 'broken' }
  if (note === null || note.acknowledgedAt !== null) return null
  return { kind: 'restored', note, lost: lost === null ? null : { from: note.auditRows + 1, to: lost.seen } }
}

/**
 * What to remember when an answer comes from another epoch. `holds`: its log contains what this console had seen. What an earlier restore
 * had lost is carried on until somebody has acknowledged it.
 */
export function sightAfter(
  epoch: string,
  seen: { readonly count: number; readonly holds: boolean },
  earlier: LostSight | null,
  note: RestoreNote | null,
): LostSight | null {
  const isSettled = earlier === null || (note?.epoch === earlier.epoch && note.acknowledgedAt !== null)
  const rows = Math.max(seen.holds ? 0 : seen.count, isSettled ? 0 : earlier.seen)
  return rows === 0 ? null : { epoch, seen: rows }
}
