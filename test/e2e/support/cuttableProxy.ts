import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

type Then = 'cut' | 'goOn'

/** The network between a console and the server, with a switch. */
export interface CuttableProxy {
  readonly url: string
  /** Pulls the plug: open connections die, new ones are refused without an answer. */
  cut(): void
  /**
   * The worst moment: the server does the next call of this kind, and no byte of its answer is through. Afterwards the plug is out, or the
   * line goes on. Resolves then.
   */
  loseAnswer(call: RegExp, then: Then): Promise<void>
  heal(): void
  close(): Promise<void>
}

export async function startProxy(serverPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>()
  let isCut = false
  let trap: { readonly call: RegExp; readonly then: Then; readonly sprung: () => void } | null = null
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  const trapped = (path: string) => {
    const caught = trap
    if (caught?.call.test(path) !== true) return null
    trap = null
    return () => {
      if (caught.then === 'cut') cut()
      caught.sprung()
    }
  }
  const server = createServer((incoming, outgoing) => pass({ port: serverPort, trapped }, incoming, outgoing))
  server.on('connection', (socket) => {
    if (isCut) return void socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    loseAnswer: (call, then) =>
      new Promise((sprung) => {
        trap = { call, then, sprung }
      }),
    heal: () => {
      isCut = false
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Onward {
  readonly port: number
  /** What to do when the answer of this call is whole; null: pass it on. */
  readonly trapped: (path: string) => (() => void) | null
}

function pass({ port, trapped }: Onward, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url: path } = incoming
  const headers = { ...incoming.headers, host: `127.0.0.1:${port}` }
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    const sprung = trapped(path ?? '')
    if (sprung) {
      // To its end, which the server writes after the commit.
      answer.resume().on('end', () => {
        outgoing.destroy()
        sprung()
      })
      return
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
}
