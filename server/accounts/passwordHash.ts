import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { CodedError } from '../../shared/errors/errorCodes'
import { createWaitingLine } from '../platform/rate/waitingLine'

/** argon2id above the OWASP minimum (P3): 32 MiB, 2 passes, 1 lane; about 23 ms of one core, so 200 sign-ins at once pass in 2 to 3 s on 2 cores. */
export const PASSWORD_COST = { memoryCost: 32_768, timeCost: 2, parallelism: 1, outputLen: 32 } as const
export type PasswordCost = { readonly [K in keyof typeof PASSWORD_COST]: number }
export const MAX_PASSWORD_BYTES = 4096
/** P3. More than there are cores would finish no sooner, and keep the event loop and the database from running. */
const MAX_AT_ONCE = Math.min(4, availableParallelism())
const MAX_WAITING = 400

/** Hashes and checks passwords and verbal codes. Build one per process and share it: the limit of hashes at once is in it (P3). */
export interface PasswordHasher {
  /** PHC string of the NFKC form. Over 4 KiB: `INVALID_INPUT` without hashing (P1). */
  hashPassword(password: string): Promise<string>
  /** False for a wrong or oversized password; throws when `phc` is damaged. `UNAVAILABLE` when too many already wait. */
  verifyPassword(phc: string, password: string): Promise<boolean>
  /** Always false, after the same work as `verifyPassword` (P4). */
  verifyAgainstNobody(password: string): Promise<false>
  /** Whether `phc` was made at another cost than today's: hash again at the next sign-in. */
  needsRehash(phc: string): boolean
}

export interface PasswordHasherOptions {
  /** `PASSWORD_COST` when left out. Only tests and benchmarks choose another. */
  readonly cost?: PasswordCost
  readonly atOnce?: number
  readonly waiting?: number
  /** Told the number of hashes running, whenever one starts. */
  readonly onStart?: (running: number) => void
}

export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const { cost = PASSWORD_COST, atOnce = MAX_AT_ONCE, waiting = MAX_WAITING, onStart } = options
  const line = createWaitingLine({ atOnce, waiting, ...(onStart && { onStart }) })
  const nobody = hashOfNobody(cost)
  const check = async (phc: string, password: string): Promise<boolean> => {
    const bytes = passwordBytes(password)
    return bytes !== null && (await line(() => verify(phc, bytes)))
  }
  return {
    async hashPassword(password) {
      const bytes = passwordBytes(password)
      if (bytes === null) throw new CodedError('INVALID_INPUT')
      return line(() => hash(bytes, cost))
    },
    verifyPassword: check,
    async verifyAgainstNobody(password) {
      await check(nobody, password)
      return false
    },
    needsRehash: (phc) => isOfOtherCost(phc, cost),
  }
}

function isOfOtherCost(phc: string, cost: PasswordCost): boolean {
  const made = parseOptions(phc)
  return (
    !phc.startsWith('$argon2id$') ||
    made.memoryCost !== cost.memoryCost ||
    made.timeCost !== cost.timeCost ||
    made.parallelism !== cost.parallelism ||
    made.outputLen !== cost.outputLen
  )
}

/** Measured before and after NFKC, which can make a text 18 times as long. Nothing is cut off (P1). */
function passwordBytes(password: string): Buffer | null {
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return null
  const bytes = Buffer.from(password.normalize('NFKC'))
  return bytes.length > MAX_PASSWORD_BYTES ? null : bytes
}

/** A well-formed hash that no password has: checking against it costs the same as against a real one. */
function hashOfNobody({ memoryCost, timeCost, parallelism, outputLen }: PasswordCost): string {
  const part = (length: number) => randomBytes(length).toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${part(16)}$${part(outputLen)}`
}
