import { z } from 'zod'
import type { SecretBox } from './ports'
import { createSerial } from './serial'

/** Windows keeps at most 2,560 bytes per entry, in UTF-16. */
const MOST_CHARACTERS = 1_250
const idsSchema = z.array(z.string())

/** A list of ids among the secrets, of any length: it takes as many entries as it needs. */
export interface IdList {
  all(box: SecretBox): Promise<readonly string[]>
  add(box: SecretBox, id: string): Promise<void>
  remove(box: SecretBox, id: string): Promise<void>
}

/** Kept under `name.0`, `name.1` and so on; an empty part stays while another one follows it, so that reading meets no gap. */
export function createIdList(name: string): IdList {
  const serial = createSerial()
  const nameOf = (part: number) => `${name}.${part}`
  const read = async (box: SecretBox) => {
    const parts: string[][] = []
    for (let text = await box.get(nameOf(0)); text !== null; text = await box.get(nameOf(parts.length)))
      parts.push(parse(text))
    return parts
  }
  const write = (box: SecretBox, part: number, ids: readonly string[]) => box.set(nameOf(part), JSON.stringify(ids))
  return {
    all: (box) => serial(async () => (await read(box)).flat()),
    add: (box, id) =>
      serial(async () => {
        const parts = await read(box)
        if (parts.some((ids) => ids.includes(id))) return
        const roomy = parts.findIndex((ids) => JSON.stringify([...ids, id]).length <= MOST_CHARACTERS)
        const part = roomy === -1 ? parts.length : roomy
        await write(box, part, [...(parts[part] ?? []), id])
      }),
    remove: (box, id) =>
      serial(async () => {
        const parts = await read(box)
        const part = parts.findIndex((ids) => ids.includes(id))
        if (part === -1) return
        const left = parts.map((ids) => ids.filter((other) => other !== id))
        await write(box, part, left[part] ?? [])
        for (let last = left.length - 1; left[last]?.length === 0; last--) await box.delete(nameOf(last))
      }),
  }
}

function parse(text: string): string[] {
  try {
    const result = idsSchema.safeParse(JSON.parse(text))
    return result.success ? result.data : []
  } catch {
    return []
  }
}
