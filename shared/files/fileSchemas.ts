import { z } from 'zod'
import { FILE_TYPES, type FileType, MOST_FILES_OF_REQUEST } from './fileLimits'

/** An attachment as replicas, the portal and the answer to an upload have it. `size` in bytes; `name` is cleaned (F2). */
export interface FileInfo {
  readonly id: string
  readonly name: string
  readonly type: FileType
  readonly size: number
}

export const fileInfoSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.enum(FILE_TYPES),
  size: z.int(),
})

/** What a request names to be attached: uploads of the same participant that no other request holds. */
export const fileIdsSchema = z
  .array(z.uuid())
  .max(MOST_FILES_OF_REQUEST)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each file once')
