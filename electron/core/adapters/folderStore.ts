import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../ports'

/** Text files in `folder`, readable by this user only; a write is durable and replaces the file in one step. */
export function folderStore(folder: string): Store {
  return {
    read: async (name) => {
      try {
        return await readFile(join(folder, name), 'utf8')
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    write: async (name, text) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const next = join(folder, `${name}.${randomBytes(6).toString('hex')}.tmp`)
      const file = await open(next, 'wx', 0o600)
      try {
        await file.writeFile(text, 'utf8')
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(next, join(folder, name))
    },
    delete: (name) => rm(join(folder, name), { force: true }),
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
