/** What is wrong, by field; `form` for what belongs to none. */
export type FieldProblems = Readonly<Record<string, string | undefined>>

/** The first problem of each field, as zod names it. */
export function fieldProblems(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): FieldProblems {
  const problems: Record<string, string> = {}
  for (const { path, message } of issues) {
    const field = String(path[0] ?? 'form')
    problems[field] ??= message
  }
  return problems
}
