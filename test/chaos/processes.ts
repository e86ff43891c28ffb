import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import type { Order, Word } from './protocol'

export interface Running {
  readonly child: ChildProcess
  readonly exit: Promise<unknown>
  /** SIGKILL: nothing is flushed, nothing is said. */
  kill(): Promise<void>
}

function running(child: ChildProcess): Running {
  const exit = new Promise((done) => child.once('close', done))
  const kill = async () => {
    child.kill('SIGKILL')
    await exit
  }
  return { child, exit, kill }
}

type Env = Readonly<Record<string, string>>

export interface ServerRun extends Running {
  readonly port: number
}

/** The whole server; its data folder outlives it. */
export async function runServer(program: string, env: Env): Promise<ServerRun> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const run = running(child)
  const port = await new Promise<number>((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const ready = /^READY (\d+)$/m.exec(String(chunk))?.[1]
      if (ready !== undefined) done(Number(ready))
    })
    child.once('close', () => fail(new Error('the server ended before it was ready')))
  })
  return { ...run, port }
}

export interface ConsoleEvents {
  readonly intends: (item: OutboxItem) => void
  readonly saved: (writeId: string) => void
}
/** `Omit` for each member of the union. */
type Without<T> = T extends unknown ? Omit<T, 'id'> : never

export interface ConsoleRun extends Running {
  /** The answer; rejects when the process has ended. */
  tell<Answer>(order: Without<Order>): Promise<Answer>
}

export async function runConsole(program: string, env: Env, events: ConsoleEvents): Promise<ConsoleRun> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const run = running(child)
  const waiting = new Map<number, { done: (answer: never) => void; fail: (error: Error) => void }>()
  let count = 0
  child.stdin.on('error', () => undefined)
  await new Promise<void>((opened, fail) => {
    const hear = (word: Word) => {
      if (word.kind === 'open') opened()
      else if (word.kind === 'intends') events.intends(word.item)
      else if (word.kind === 'saved') events.saved(word.writeId)
      else {
        const order = waiting.get(word.id)
        waiting.delete(word.id)
        if (word.kind === 'done') order?.done(word.answer as never)
        else order?.fail(new Error(word.message))
      }
    }
    createInterface({ input: child.stdout }).on('line', (line) => hear(JSON.parse(line) as Word))
    child.once('close', (code) => {
      fail(new Error(`a console ended before it was open (code ${code})`))
      for (const { fail: ended } of waiting.values()) ended(new Error('the console ended'))
    })
  })
  return {
    ...run,
    tell: (order) =>
      new Promise((done, fail) => {
        const id = ++count
        waiting.set(id, { done, fail })
        child.stdin.write(`${JSON.stringify({ id, ...order })}\n`)
      }),
  }
}
