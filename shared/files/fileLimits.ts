/** Without zod, so that a page can take its limits from here and stay small. One MB is 1,048,576 bytes, as everywhere here. */
export const MB = 1_048_576

/** F1: what an attachment may be, found by its bytes and never by its name. */
export const FILE_TYPES = ['pdf', 'png', 'jpg', 'heic', 'docx'] as const
export type FileType = (typeof FILE_TYPES)[number]

export const MEDIA_TYPES: Readonly<Record<FileType, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  heic: 'image/heic',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** One request carries so many. */
export const MOST_FILES_OF_REQUEST = 5
/** F1: of one participant, attached or not. */
export const MOST_FILES = 100
export const MOST_BYTES_IN_ALL = 500 * MB
/** F1: what a docx may unpack to, whatever lies inside each other in it. */
export const MOST_UNPACKED_BYTES = 100 * MB
export const MOST_ENTRIES = 1_000
/** F1: of an image. */
export const MOST_PIXELS = 50_000_000
/** F2, in code points. */
export const FILE_NAME_LENGTH = 150
/** An upload that no request took up is gone after so long. */
export const UNATTACHED_HOURS = 24

/** Carries the name of an upload, percent-encoded. */
export const FILE_NAME_HEADER = 'x-file-name'
export const UPLOAD_TYPE = 'application/octet-stream'
export const PORTAL_FILES_PATH = '/api/portal/files'
export const STAFF_FILES_PATH = '/api/staff/files'
/** Asks whether a download would be let through (204), without one. */
export const ASK_QUERY = 'ask'
