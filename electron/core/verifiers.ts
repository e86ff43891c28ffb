import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import type { KnownPerson } from '../../shared/ipc/desktopTypes'
import type { SecretBox } from './ports'
import { createSerial } from './serial'

/** Wrong passwords in a row before only a sign-in with the server helps. */
export const MAX_WRONG = 5
/** OWASP's stronger argon2id choice; the library's default algorithm is argon2id. */
const COST = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const
const entrySchema = z.strictObject({ phc: z.string(), wrong: z.number().int().min(0) })
const peopleSchema = z.array(z.strictObject({ staffId: z.string(), email: z.string() }))
const PEOPLE = 'people'
const nameOf = (staffId: string) => `verifier.${staffId}`

export type VerifyAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'WRONG_PASSWORD' | 'SIGN_IN_NEEDED'; readonly triesLeft: number }

/** What lets known staff unlock without the network: a hash of the password that the server last accepted. */
export interface Verifiers {
  people(box: SecretBox): Promise<readonly KnownPerson[]>
  remember(box: SecretBox, person: KnownPerson, password: string): Promise<void>
  check(box: SecretBox, staffId: string, password: string): Promise<VerifyAnswer>
  forget(box: SecretBox, staffId: string): Promise<void>
}

/** All methods run one after the other: parallel guesses each cost one of the five tries. */
export function createVerifiers(): Verifiers {
  const serial = createSerial()
  return {
    people: readPeople,
    remember: (box, person, password) =>
      serial(async () => {
        await writeEntry(box, person.staffId, { phc: await hash(password.normalize('NFKC'), COST), wrong: 0 })
        const others = (await readPeople(box)).filter(({ staffId }) => staffId !== person.staffId)
        await box.set(PEOPLE, JSON.stringify([...others, person]))
      }),
    check: (box, staffId, password) => serial(() => checkPassword(box, staffId, password)),
    forget: (box, staffId) =>
      serial(async () => {
        await box.delete(nameOf(staffId))
        const others = (await readPeople(box)).filter((person) => person.staffId !== staffId)
        await box.set(PEOPLE, JSON.stringify(others))
      }),
  }
}

async function checkPassword(box: SecretBox, staffId: string, password: string): Promise<VerifyAnswer> {
  const entry = parse(entrySchema, await box.get(nameOf(staffId)))
  if (entry === null || entry.wrong >= MAX_WRONG) return { ok: false, reason: 'SIGN_IN_NEEDED', triesLeft: 0 }
  // The try is counted before it is checked: killing the process half-way does not give it back.
  const wrong = entry.wrong + 1
  await writeEntry(box, staffId, { ...entry, wrong })
  if (await verify(entry.phc, password.normalize('NFKC'))) {
    await writeEntry(box, staffId, { ...entry, wrong: 0 })
    return { ok: true }
  }
  const triesLeft = MAX_WRONG - wrong
  return { ok: false, reason: triesLeft > 0 ? 'WRONG_PASSWORD' : 'SIGN_IN_NEEDED', triesLeft }
}

function writeEntry(box: SecretBox, staffId: string, entry: z.infer<typeof entrySchema>): Promise<void> {
  return box.set(nameOf(staffId), JSON.stringify(entry))
}

async function readPeople(box: SecretBox): Promise<readonly KnownPerson[]> {
  return parse(peopleSchema, await box.get(PEOPLE)) ?? []
}

function parse<T>(schema: z.ZodType<T>, text: string | null): T | null {
  try {
    const result = schema.safeParse(JSON.parse(text ?? ''))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
