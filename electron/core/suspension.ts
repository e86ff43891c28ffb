import type { Store } from './ports'
import type { Secrets } from './secrets'

const NAME = 'suspended'
/** Only so that it can be said while the vault is closed: whoever deletes this file still finds the word beside the keys. */
const HINT_FILE = 'suspended'

/** Whether an administrator has suspended this console, remembered beside its keys: cutting the network does not lift it. */
export interface Suspension {
  active(): Promise<boolean>
  /** Holds from the call on. Rejects when it could not be written down: then it holds for this process, and another call tries again. */
  begin(): Promise<void>
  end(): Promise<void>
}

export function createSuspension(secrets: Secrets, store: Store): Suspension {
  /** Null: not read yet. */
  let known: boolean | null = null
  let written = false
  const hint = async (suspended: boolean) => {
    // A data folder that cannot be written costs the early word and nothing else.
    await (suspended ? store.write(HINT_FILE, '1') : store.delete(HINT_FILE)).catch(() => undefined)
  }
  const active = async () => {
    if (known !== null) return known
    const box = await secrets.box()
    if (box === null) return (await store.read(HINT_FILE)) !== null
    written = (await box.get(NAME)) !== null
    // It may have begun while the keychain was read.
    known ??= written
    // A kill between the two, or a file that somebody put there: the keys' own word counts.
    await hint(known)
    return known
  }
  return {
    active,
    begin: async () => {
      known = true
      await hint(true)
      if (written) return
      const box = await secrets.box()
      await box?.set(NAME, '1')
      written = box !== null
    },
    end: async () => {
      if (!(await active())) return
      await (await secrets.box())?.delete(NAME)
      await hint(false)
      known = false
      written = false
    },
  }
}
