const KEY = 'vestibule-auditors'
const MOST = 50
type Memory = Pick<Storage, 'getItem' | 'setItem'>

/** Who was an auditor at their last sign-in here, as hashes: no id of a person lies in the profile folder (R1). */
export function createAuditorMemory(storage: Memory) {
  return {
    async isKnown(staffId: string): Promise<boolean> {
      return read(storage).includes(await markOf(staffId))
    },
    async remember(staffId: string, isAuditor: boolean): Promise<void> {
      const mark = await markOf(staffId)
      const known = read(storage)
      if (known.includes(mark) === isAuditor) return
      const others = known.filter((other) => other !== mark)
      write(storage, isAuditor ? [...others, mark].slice(-MOST) : others)
    },
  }
}

async function markOf(staffId: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`vestibule auditor ${staffId}`))
  return btoa(String.fromCharCode(...new Uint8Array(digest).subarray(0, 15)))
}

function read(storage: Memory): readonly string[] {
  try {
    const known: unknown = JSON.parse(storage.getItem(KEY) ?? '[]')
    return Array.isArray(known) ? known.filter((mark) => typeof mark === 'string') : []
  } catch {
    return []
  }
}

function write(storage: Memory, marks: readonly string[]): void {
  try {
    storage.setItem(KEY, JSON.stringify(marks))
  } catch {
    // Blocked or full: without it a replica without content is begun, as for everybody.
  }
}
