/** Runs one task after the other, so that read-change-write on a secret never interleaves. */
export type Serial = <T>(task: () => Promise<T>) => Promise<T>

/** A queue of its own; a failed task does not stop the next one. */
export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const run = last.then(task, task)
    last = run.catch(() => undefined)
    return run
  }
}
