import type { FileType } from '../../shared/files/fileLimits'
import type { Sealing } from '../platform/secrets/sealing'

const PURPOSE = 'file'
/** A reader holds one part in memory, however slowly they read. */
const PART_BYTES = 1_048_576

/** What a part belongs to: a part that was moved to another file, place, owner or type does not open. */
export interface SealedFile {
  readonly id: string
  readonly participant_id: string
  readonly type: FileType
  readonly size: number
}

export function partCount({ size }: Pick<SealedFile, 'size'>): number {
  return Math.ceil(size / PART_BYTES)
}

export function sealPart(sealing: Sealing, file: SealedFile, content: Buffer, part: number): Buffer {
  return sealing.seal(PURPOSE, content.subarray(part * PART_BYTES, (part + 1) * PART_BYTES), placeOf(file, part))
}

/** Throws when the part was altered or is another one. */
export function openPart(sealing: Sealing, file: SealedFile, sealed: Uint8Array, part: number): Buffer {
  return sealing.open(PURPOSE, sealed, placeOf(file, part))
}

function placeOf({ id, participant_id, type, size }: SealedFile, part: number): string {
  return `file/${id}/${participant_id}/${type}/${size}/${part}`
}
