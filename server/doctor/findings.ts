/** One thing that the doctor looked at. `next` is what a person does about it; null when nothing is to be done. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'problem'
  /** A short, stable name, for `--json`. */
  readonly about: string
  readonly sentence: string
  readonly next: string | null
}

export function ok(about: string, sentence: string): Finding {
  return { level: 'ok', about, sentence, next: null }
}

/** It works, but not for long, or not as well as it should. */
export function warning(about: string, sentence: string, next: string): Finding {
  return { level: 'warning', about, sentence, next }
}

/** Something does not work, or must not stay as it is. */
export function problem(about: string, sentence: string, next: string): Finding {
  return { level: 'problem', about, sentence, next }
}

export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ level }) => level === 'problem') ? 1 : 0
}

/** For a person: the level, the sentence, and the next step below it. */
export function findingLines(findings: readonly Finding[]): string[] {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length
  const lines = findings.flatMap(({ level, sentence, next }) => [
    `${level.padEnd(8)} ${sentence}`,
    ...(next === null ? [] : [`${' '.repeat(9)}Next: ${next}`]),
  ])
  return [...lines, `${count('ok')} in order, ${count('warning')} warnings, ${count('problem')} problems.`]
}
