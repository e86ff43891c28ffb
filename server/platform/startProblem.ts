/** A start that cannot go on. `message` is one plain sentence for the person who started the server; it is printed without a stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}
