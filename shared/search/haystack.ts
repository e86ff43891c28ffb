/** How a record has a word: not at all, somewhere inside, or as the beginning of one of its words. */
export const ABSENT = 0
export const INSIDE = 1
export const BEGINS = 2

/**
 * The texts of all records as one string: the engine scans it several times faster than 50,000 small ones. Record `i` is the line from
 * `starts[i]`; every word of a line has a space before it.
 */
export interface Haystack {
  readonly text: string
  readonly starts: Uint32Array
}

export function createHaystack(lines: readonly string[]): Haystack {
  const starts = new Uint32Array(lines.length + 1)
  let at = 0
  for (const [index, line] of lines.entries()) {
    starts[index] = at
    at += line.length + 2
  }
  starts[lines.length] = at
  return { text: ` ${lines.join('\n ')}\n`, starts }
}

/**
 * Raises `marks[i]` to what record `i` has of `word`, which may begin with one blank and has no line break. One pass: after the first answer
 * that cannot get better it jumps to the next record. `inside` is the mark for a hit that is not known to begin a word.
 */
export function markRecords(
  { text, starts }: Haystack,
  word: string,
  marks: Uint8Array,
  best: 1 | 2,
  inside: 1 | 2 = INSIDE,
): void {
  let record = 0
  let at = text.indexOf(word)
  while (at >= 0) {
    record = recordAt(starts, record, at)
    const mark = best === BEGINS && text.charCodeAt(at - 1) === 0x20 ? BEGINS : inside
    if (mark > (marks[record] ?? ABSENT)) marks[record] = mark
    at = text.indexOf(word, mark >= best ? starts[record + 1] : at + 1)
  }
}

/** Steps when the next hit is near, as for common words; halves when it may be far, as for rare ones. */
function recordAt(starts: Uint32Array, from: number, at: number): number {
  for (let step = 0; step < 4; step++) if ((starts[from + step + 1] ?? Infinity) > at) return from + step
  let low = from + 4
  let high = starts.length - 1
  while (low + 1 < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle
  }
  return low
}

/** The same answer for one line by itself. */
export function markOf(line: string, word: string, best: 1 | 2): 0 | 1 | 2 {
  if (best === BEGINS && (line.startsWith(word) || line.includes(` ${word}`))) return BEGINS
  return line.includes(word) ? INSIDE : ABSENT
}
