import { PageLogError } from './pageLogError'

const TRIES = 10
const PAUSE_MS = 100

/**
 * Becomes the only owner of a name, or refuses with `second_owner`. Returns the function that gives the ownership back.
 * It asks for about a second, because after a reload the old page may still be letting go.
 */
export async function becomeOwner(locks: Pick<LockManager, 'request'>, name: string): Promise<() => Promise<void>> {
  for (let attempt = 1; ; attempt++) {
    const release = await tryToOwn(locks, name)
    if (release !== null) return release
    if (attempt === TRIES) throw new PageLogError('second_owner')
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

function tryToOwn(locks: Pick<LockManager, 'request'>, name: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const held = locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(null)
      // The browser keeps the lock for as long as this promise is open, and drops it when the process dies.
      return new Promise<void>((letGo) => {
        resolve(async () => {
          letGo()
          await held
        })
      })
    })
    held.catch(reject)
  })
}
