/** I5, S0.4 to S0.6: the code that staff say in person or by phone, beside the link. */
const SHORTEST = 6
const LONGEST = 32
const CODES = 1_000_000
/** The largest multiple of a million that fits 32 bits: draws above it would favour the low codes. */
const EVEN_LIMIT = Math.floor(0x1_0000_0000 / CODES) * CODES

export type VerbalCodeProblem = 'too_short' | 'too_long' | 'common' | 'birth_date'

export interface VerbalCodeFacts {
  /** YYYY-MM-DD or null. */
  readonly birthDate: string | null
}

/** Six digits, every one of the million equally likely, leading zeros included. `randomUint32` gives 0 to 2^32-1. */
export function verbalCodeFromRandom(randomUint32: () => number): string {
  let drawn = randomUint32()
  while (drawn >= EVEN_LIMIT) drawn = randomUint32()
  return String(drawn % CODES).padStart(6, '0')
}

/**
 * The code that the console offers: an even draw, drawn again while it is one that `checkVerbalCode` refuses (about 1 in 900), because the
 * server cannot tell a generated 123456 from a chosen one. The rest stay equally likely.
 */
export function generateVerbalCode(randomUint32: () => number, facts: VerbalCodeFacts): string {
  let code = verbalCodeFromRandom(randomUint32)
  while (checkVerbalCode(code, facts) !== null) code = verbalCodeFromRandom(randomUint32)
  return code
}

/**
 * The form that is hashed and compared: NFKC, lower case, without spaces and hyphens. People say codes aloud and screens group them
 * ("786 121"), so capitals and gaps carry nothing. Both ends must use this, or a right code would be wrong.
 */
export function normaliseVerbalCode(typed: string): string {
  return spoken(typed).replace(/[\s\p{Pd}]+/gu, '')
}

function spoken(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().normalize('NFKC')
}

/** Null = good. Length is 6 to 32 code points of the normalised form. */
export function checkVerbalCode(typed: string, { birthDate }: VerbalCodeFacts): VerbalCodeProblem | null {
  const code = normaliseVerbalCode(typed)
  const length = [...code].length
  if (length < SHORTEST) return 'too_short'
  if (length > LONGEST) return 'too_long'
  if (birthDate !== null && tellsBirthDate(spoken(typed), birthDate)) return 'birth_date'
  return isCommon(code.replace(/[^\p{L}\p{N}]/gu, '')) ? 'common' : null
}

const COMMON_WORDS = [
  'password',
  'passwort',
  'passcode',
  'motdepasse',
  'contrasena',
  'contraseña',
  'welcome',
  'bienvenue',
  'bienvenido',
  'letmein',
  'secret',
  'qwerty',
  'qwertz',
  'azerty',
  'asdfgh',
  'iloveyou',
  'clinic',
  'verbal',
  'vestibule',
  'portal',
  'invite',
]
/** Runs that people type without thinking; forwards and backwards. The keypad columns are 147258369. */
const RUNS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '147258369',
  '159357',
  '1a2b3c4d5e6f',
  'a1b2c3d4e5f6',
]

function isCommon(bare: string): boolean {
  if (bare.length < 4) return true
  if (/^(.{1,3})\1+$/u.test(bare) || /^(.{4,})\1+$/u.test(bare)) return true
  // 112233, aabbcc and the like: pairs that form a run.
  const halved = bare.replace(/(.)\1/gu, '$1')
  if (RUNS.some((run) => isInRun(bare, run) || (halved.length * 2 === bare.length && isInRun(halved, run)))) return true
  return COMMON_WORDS.includes(bare.replace(/[0-9]+$/, ''))
}

function isInRun(text: string, run: string): boolean {
  return run.includes(text) || [...run].reverse().join('').includes(text)
}

const MONTHS = [
  ['jan', 'janv', 'january', 'janvier', 'ene', 'enero'],
  ['feb', 'february', 'fev', 'fevrier', 'febrero'],
  ['mar', 'march', 'mars', 'marzo'],
  ['apr', 'april', 'avr', 'avril', 'abr', 'abril'],
  ['may', 'mai', 'mayo'],
  ['jun', 'june', 'juin', 'junio'],
  ['jul', 'july', 'juil', 'juillet', 'julio'],
  ['aug', 'august', 'aout', 'ago', 'agosto'],
  ['sep', 'sept', 'september', 'septembre', 'septiembre', 'setiembre'],
  ['oct', 'october', 'octobre', 'octubre'],
  ['nov', 'november', 'novembre', 'noviembre'],
  ['dec', 'december', 'decembre', 'dic', 'diciembre'],
]

/** The date in any order, with two or four digits of the year, with or without zeros, or with the month as a word. */
function tellsBirthDate(code: string, birthDate: string): boolean {
  const [year = '', month = '', day = ''] = birthDate.split('-')
  const bare = code
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\b(de|of|del|the)\b/g, '')
    .replace(/(\d)(st|nd|rd|th|er)\b/g, '$1')
    .replace(/[^\p{L}\p{N}]/gu, '')
  const days = [day, String(Number(day))]
  const months = [month, String(Number(month)), ...(MONTHS[Number(month) - 1] ?? [])]
  const years = [year, year.slice(2)]
  // With another character or two around it, an eight-digit date is still that date; shorter forms may be chance.
  return dateForms(days, months, years).some((form) => bare === form || (form.length >= 8 && bare.includes(form)))
}

function dateForms(days: readonly string[], months: readonly string[], years: readonly string[]): readonly string[] {
  return days.flatMap((d) =>
    months.flatMap((m) =>
      years.flatMap((y) => [
        `${d}${m}${y}`,
        `${m}${d}${y}`,
        `${y}${m}${d}`,
        `${y}${d}${m}`,
        `${d}${y}${m}`,
        `${m}${y}${d}`,
      ]),
    ),
  )
}
