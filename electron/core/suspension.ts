import type { Secrets } from './secrets'

const NAME = 'suspended'

/** Whether an administrator has suspended this console, remembered beside its keys: cutting the network does not lift it. */
export interface Suspension {
  active(): Promise<boolean>
  begin(): Promise<void>
  end(): Promise<void>
}

export function createSuspension(secrets: Secrets): Suspension {
  /** Null: not read yet, or the vault was closed since. */
  let known: boolean | null = null
  const active = async () => {
    if (known !== null) return known
    const box = await secrets.box()
    if (box === null) return false
    known = (await box.get(NAME)) !== null
    return known
  }
  return {
    active,
    begin: async () => {
      known = true
      await (await secrets.box())?.set(NAME, '1')
    },
    end: async () => {
      if (!(await active())) return
      await (await secrets.box())?.delete(NAME)
      known = false
    },
  }
}
