import { readFile, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { ConsoleFiles } from '../ports'

/** The files below `folder`. Links that lead out of it are treated as missing. */
export function folderFiles(folder: string): ConsoleFiles {
  return {
    read: async (path) => {
      try {
        const root = await realpath(folder)
        const found = await realpath(join(root, path))
        if (!found.startsWith(root + sep)) return null
        return new Uint8Array(await readFile(found))
      } catch {
        return null
      }
    },
  }
}
