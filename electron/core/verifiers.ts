import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import type { KnownPerson } from '../../shared/ipc/desktopTypes'
import type { SecretBox } from './ports'
import { createSerial } from './serial'

/** Wrong passwords in a row before only a sign-in with the server helps. */
export const MAX_WRONG = 5
/** OWASP's stronger argon2id choice; the library's default algorithm is argon2id. */
export const VERIFIER_COST = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const
/** Windows keeps at most 2,560 bytes per entry, which is the list of this many ids; later people unlock online only. */
export const MAX_PEOPLE = 30
const entrySchema = z.strictObject({
  email: z.string(),
  phc: z.string(),
  /** The hash of a PIN, where one is set. */
  pin: z.string().optional(),
  /** Wrong tries in a row, of either. */
  wrong: z.number().int().min(0),
})
type Entry = z.infer<typeof entrySchema>
const idsSchema = z.array(z.string())
const PEOPLE = 'people'
const nameOf = (staffId: string) => `verifier.${staffId}`

/** What somebody typed: the password that the server knows, or the PIN that only this console knows. */
export type Typed = { readonly password: string } | { readonly pin: string }

export type VerifyAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly reason: 'WRONG_PASSWORD' | 'SIGN_IN_NEEDED' | 'PIN_UNAVAILABLE'
      readonly triesLeft: number
    }

type VerifiedPerson = Omit<KnownPerson, 'leaseOver'>

/** What lets known staff unlock without the network: a hash of the password that the server last accepted. */
export interface Verifiers {
  /** Everybody in the list, also where the verifier itself is missing or cannot be read. */
  ids(box: SecretBox): Promise<readonly string[]>
  people(box: SecretBox): Promise<readonly VerifiedPerson[]>
  /** A PIN that is set stays. */
  remember(box: SecretBox, person: Omit<VerifiedPerson, 'pin'>, password: string): Promise<void>
  check(box: SecretBox, staffId: string, typed: Typed): Promise<VerifyAnswer>
  /** Sets, changes or (null) removes the PIN of somebody whose password this is. */
  changePin(box: SecretBox, staffId: string, password: string, pin: string | null): Promise<VerifyAnswer>
  forget(box: SecretBox, staffId: string): Promise<void>
}

/** All methods run one after the other: parallel guesses each cost one of the five tries. */
export function createVerifiers(cost: { readonly memoryCost: number } = VERIFIER_COST): Verifiers {
  const serial = createSerial()
  return {
    ids: readIds,
    people: readPeople,
    remember: (box, person, password) =>
      serial(async () => {
        const ids = await readIds(box)
        if (!ids.includes(person.staffId)) {
          if (ids.length >= MAX_PEOPLE) return
          await box.set(PEOPLE, JSON.stringify([...ids, person.staffId]))
        }
        const phc = await hash(password.normalize('NFKC'), cost)
        const pin = (await readEntry(box, person.staffId))?.pin
        await writeEntry(box, person.staffId, { email: person.email, phc, wrong: 0, ...(pin ? { pin } : {}) })
      }),
    check: (box, staffId, typed) => serial(() => check(box, staffId, typed)),
    changePin: (box, staffId, password, pin) =>
      serial(async () => {
        const answer = await check(box, staffId, { password })
        const entry = answer.ok ? await readEntry(box, staffId) : null
        if (entry === null) return answer
        const { pin: _, ...rest } = entry
        await writeEntry(box, staffId, pin === null ? rest : { ...rest, pin: await hash(pin, cost) })
        return answer
      }),
    forget: (box, staffId) =>
      serial(async () => {
        await box.delete(nameOf(staffId))
        const ids = await readIds(box)
        if (ids.includes(staffId)) await box.set(PEOPLE, JSON.stringify(ids.filter((id) => id !== staffId)))
      }),
  }
}

async function check(box: SecretBox, staffId: string, typed: Typed): Promise<VerifyAnswer> {
  const entry = await readEntry(box, staffId)
  if (entry === null || entry.wrong >= MAX_WRONG) return { ok: false, reason: 'SIGN_IN_NEEDED', triesLeft: 0 }
  const phc = 'pin' in typed ? entry.pin : entry.phc
  const secret = 'pin' in typed ? typed.pin : typed.password.normalize('NFKC')
  if (phc === undefined) return { ok: false, reason: 'PIN_UNAVAILABLE', triesLeft: MAX_WRONG - entry.wrong }
  // The try is counted before it is checked: killing the process half-way does not give it back.
  const wrong = entry.wrong + 1
  await writeEntry(box, staffId, { ...entry, wrong })
  if (await verify(phc, secret)) {
    await writeEntry(box, staffId, { ...entry, wrong: 0 })
    return { ok: true }
  }
  const triesLeft = MAX_WRONG - wrong
  return { ok: false, reason: triesLeft > 0 ? 'WRONG_PASSWORD' : 'SIGN_IN_NEEDED', triesLeft }
}

async function readEntry(box: SecretBox, staffId: string): Promise<Entry | null> {
  return parse(entrySchema, await box.get(nameOf(staffId)))
}

function writeEntry(box: SecretBox, staffId: string, entry: Entry): Promise<void> {
  return box.set(nameOf(staffId), JSON.stringify(entry))
}

async function readIds(box: SecretBox): Promise<readonly string[]> {
  return parse(idsSchema, await box.get(PEOPLE)) ?? []
}

async function readPeople(box: SecretBox): Promise<readonly VerifiedPerson[]> {
  const people: VerifiedPerson[] = []
  for (const staffId of await readIds(box)) {
    const entry = await readEntry(box, staffId)
    if (entry) people.push({ staffId, email: entry.email, pin: entry.pin !== undefined })
  }
  return people
}

function parse<T>(schema: z.ZodType<T>, text: string | null): T | null {
  try {
    const result = schema.safeParse(JSON.parse(text ?? ''))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
