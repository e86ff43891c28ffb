import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodeOf } from '../database/connectionTarget'
import { isLiveProcess } from '../database/postmasterFile'
import { StartProblem } from '../startProblem'

const MARKER = 'restore.unfinished'

/** Stands beside the keys from the first moment of a restore to its last: no server starts on what lies between (K2). */
export function markRestore(secretsDir: string): void {
  mkdirSync(secretsDir, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(join(secretsDir, MARKER), `${process.pid}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') throw new StartProblem('Another restore is under way in this place.')
    throw error
  }
}

export function unmarkRestore(secretsDir: string): void {
  rmSync(join(secretsDir, MARKER), { force: true })
}

/** 'running': its process lives. 'left': it was killed, and what it wrote can be cleared away. */
export function restoreState(secretsDir: string): 'none' | 'running' | 'left' {
  const file = join(secretsDir, MARKER)
  if (!existsSync(file)) return 'none'
  const pid = Number(readFileSync(file, 'utf8').trim())
  return pid > 0 && pid !== process.pid && isLiveProcess(pid) ? 'running' : 'left'
}

/** For every program that opens the database. Throws `StartProblem`. */
export function refuseUnfinishedRestore(secretsDir: string): void {
  const state = restoreState(secretsDir)
  if (state === 'none') return
  throw new StartProblem(
    state === 'running'
      ? 'A restore is under way in this place; wait until it is done.'
      : 'A restore into this place did not finish, so nothing here can be used; run vestibule restore FILE again.',
  )
}
