import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Written by the clinic's IT: one line with the server's address. */
export const ADDRESS_FILE = 'server-url.txt'

/** `SERVER_URL`, or the first of `folders` that holds the address file; null when nobody has said where the server is. */
export function findServerAddress(env: NodeJS.ProcessEnv, folders: readonly string[]): string | null {
  if (env.SERVER_URL) return env.SERVER_URL
  for (const folder of folders) {
    const line = readLine(join(folder, ADDRESS_FILE))
    if (line) return line
  }
  return null
}

function readLine(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null
  } catch {
    return null
  }
}
