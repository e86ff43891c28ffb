import type { Secrets } from './secrets'

const NAME = 'suspended'

/** Whether an administrator has suspended this console, remembered beside its keys: cutting the network does not lift it. */
export interface Suspension {
  active(): Promise<boolean>
  /** Holds from the call on. Rejects when it could not be written down: then it holds for this process, and another call tries again. */
  begin(): Promise<void>
  end(): Promise<void>
}

export function createSuspension(secrets: Secrets): Suspension {
  /** Null: not read yet, or the vault was closed since. */
  let known: boolean | null = null
  let written = false
  const active = async () => {
    if (known !== null) return known
    const box = await secrets.box()
    if (box === null) return false
    written = (await box.get(NAME)) !== null
    // It may have begun while the keychain was read.
    known ??= written
    return known
  }
  return {
    active,
    begin: async () => {
      known = true
      if (written) return
      const box = await secrets.box()
      await box?.set(NAME, '1')
      written = box !== null
    },
    end: async () => {
      if (!(await active())) return
      await (await secrets.box())?.delete(NAME)
      known = false
      written = false
    },
  }
}
