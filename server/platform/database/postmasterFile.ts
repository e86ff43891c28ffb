import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What a running PostgreSQL notes in its data folder. */
export interface PostmasterNote {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

export function readPostmasterNote(clusterDir: string): PostmasterNote | null {
  const lines = readNote(clusterDir).split('\n')
  const pid = Math.abs(Number(lines[0]))
  if (!Number.isInteger(pid) || pid === 0) return null
  return { pid, port: Number(lines[3]) || 0, ready: lines[7]?.trim() === 'ready' }
}

/** Empty when there is none: PostgreSQL removes it as its last act, at any moment. */
function readNote(clusterDir: string): string {
  try {
    return readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/**
 * Removes a note whose process is gone but whose number is taken: by an unrelated process (containers reuse low numbers) or by a
 * zombie that nobody collects. PostgreSQL handles every other stale note itself, and would refuse to start on these two.
 */
export function removeMisleadingNote(clusterDir: string): void {
  const note = readPostmasterNote(clusterDir)
  if (note !== null && process.platform === 'linux' && existsSync(`/proc/${note.pid}`) && !isLivePostgres(note.pid)) {
    rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
  }
}

/** Whether `pid` runs. On Linux also whether it is a PostgreSQL and not a zombie. */
export function isLivePostgres(pid: number): boolean {
  if (process.platform !== 'linux') return isLiveProcess(pid)
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, name, state] = /^\d+ \((.*)\) (\S)/.exec(stat) ?? []
    return name === 'postgres' && state !== 'Z'
  } catch {
    return false
  }
}

export function isLiveProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
