/** Ways to spoil a well-formed input. All of them must be refused, whatever the procedure. */
export interface BadInput {
  readonly name: string
  readonly text: string
}

const SERVER_OWNED = ['id', 'rev', 'role', 'status', 'createdAt', 'updatedBy', 'participantId_', 'staffId', 'audience']
const ODD_NAMES = ['__proto__', 'constructor', 'toString', 'x'.repeat(500)]
const WRONG: readonly (readonly [string, unknown])[] = [
  ['a number', 7],
  ['a boolean', true],
  ['a list', ['x']],
  ['an object', { a: 1 }],
  ['null', null],
  ['a huge text', 'x'.repeat(200_000)],
  ['a NUL character', 'a\u0000b@example.org'],
  ['a lone surrogate', 'a\ud800b@example.org'],
  ['the largest number', Number.MAX_SAFE_INTEGER],
  ['a number beyond a double', 1e308],
  ['a negative number', -1],
  ['half a number', 1.5],
]

/** Texts that are no JSON, or not the JSON that any procedure takes. */
export const BAD_TEXTS: readonly BadInput[] = [
  ['nothing that closes', '{"a":'],
  ['a word', 'hello'],
  ['a comment', '/* x */ {}'],
  ['single quotes', "{'a':1}"],
  ['a list', '[]'],
  ['a list of nulls', '[null,null]'],
  ['a text', '"x"'],
  ['a number', '1e999'],
  ['a boolean', 'true'],
  ['nesting of 33', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
  ['nesting of 3,000', `${'['.repeat(3_000)}${']'.repeat(3_000)}`],
  ['a prototype', '{"__proto__":{"isAdmin":true}}'],
  ['a constructor', '{"constructor":{"prototype":{"isAdmin":true}}}'],
].map(([name = '', text = '']) => ({ name, text }))

/** The sample with one thing wrong each time: an unknown field at every level, and every value of a wrong kind. */
export function spoiled(sample: unknown): readonly BadInput[] {
  return [...extraFields(sample), ...wrongValues(sample)].map(({ name, value }) => ({
    name,
    text: textOf(value),
  }))
}

interface Spoiled {
  readonly name: string
  readonly value: unknown
}

function extraFields(sample: unknown): Spoiled[] {
  return placesOf(sample).flatMap((place) => {
    const at = valueAt(sample, place)
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return []
    // Everything at the top; further in a few, or the settings alone would take a minute.
    const names = place.length === 0 ? [...SERVER_OWNED, ...ODD_NAMES] : ['id', '__proto__', 'toString']
    return names.map((extra) => ({
      name: `an extra ${extra.slice(0, 20)} in ${place.join('.')}`,
      value: replaced(sample, place, { ...at, [`${extra}`]: 'x', [MARK]: extra }),
    }))
  })
}

function wrongValues(sample: unknown): Spoiled[] {
  return placesOf(sample)
    .filter((place) => place.length > 0)
    .flatMap((place) =>
      WRONG.filter(([, value]) => !isSameKind(value, valueAt(sample, place))).map(([name, value]) => ({
        name: `${name} as ${place.join('.')}`,
        value: replaced(sample, place, value),
      })),
    )
}

/** A text is spoiled with texts too; a number only with numbers out of every range. */
function isSameKind(value: unknown, now: unknown): boolean {
  if (typeof now === 'boolean') return typeof value === 'boolean'
  if (now === null) return value === null
  if (typeof now === 'number') return value === 7
  return Array.isArray(now) && Array.isArray(value) && value.length === 0
}

type Place = readonly (string | number)[]

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return [at, ...keys.flatMap((key) => placesOf((value as Record<string | number, unknown>)[key], [...at, key]))]
}

function valueAt(value: unknown, [first, ...rest]: Place): unknown {
  if (first === undefined) return value
  return valueAt((value as Record<string | number, unknown>)[first], rest)
}

function replaced(value: unknown, [first, ...rest]: Place, by: unknown): unknown {
  if (first === undefined) return by
  const child = (key: string | number) => replaced((value as Record<string | number, unknown>)[key], rest, by)
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? child(index) : item))
  return { ...(value as Record<string, unknown>), [first]: child(first) }
}

/** JavaScript cannot hold an own `__proto__` by assignment; in the text it is a field like any other. */
const MARK = '\u0001extra'
function textOf(value: unknown): string {
  const marked = new RegExp(`${JSON.stringify(MARK).replace(/\\/g, '\\\\')}:("(?:[^"\\\\]|\\\\.)*")`, 'g')
  return JSON.stringify(value).replace(marked, (_all, name: string) => `${name}:"x"`)
}
