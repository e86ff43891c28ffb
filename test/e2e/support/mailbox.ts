import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

export interface Letter {
  readonly channel: 'email' | 'sms'
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly links: readonly string[]
  readonly code?: string
}

export interface Mailbox {
  /** The next letter that nobody has taken and that matches; waits for it at most 10 s. */
  take(to: string, about: RegExp): Promise<Letter>
  /** What came since and was not taken. */
  rest(): readonly Letter[]
}

/** The folder that a server with OUTBOX_DIR writes its mails and text messages to. A file has its name only when it is whole. */
export function openMailbox(folder: string): Mailbox {
  const taken = new Set<string>()
  const waiting = () =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => /^[^.].*\.json$/.test(name) && !taken.has(name))
      .sort()
      .map((name) => ({ name, letter: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Letter }))
  return {
    take: async (to, about) => {
      const find = () =>
        waiting().find(({ letter }) => letter.to === to && about.test(`${letter.subject}\n${letter.text}`))
      await expect
        .poll(find, { timeout: 60_000, message: `a letter to ${to}: ${about}; there are ${said(waiting())}` })
        .toBeDefined()
      const found = find()
      if (!found) throw new Error('the letter went away')
      taken.add(found.name)
      return found.letter
    },
    rest: () => waiting().map(({ letter }) => letter),
  }
}

const said = (found: readonly { readonly letter: Letter }[]) =>
  found.map(({ letter }) => `${letter.to}: ${letter.subject}`).join(', ') || 'none'
