import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** The network between a console and the server, with a switch. */
export interface CuttableProxy {
  readonly url: string
  /** Pulls the plug: open connections die, new ones are refused without an answer. */
  cut(): void
  /** Pulls the plug at the worst moment: when the server has answered the next call of this kind, before a byte of the answer is through. Resolves then. */
  cutBeforeAnswer(call: RegExp): Promise<void>
  heal(): void
  close(): Promise<void>
}

export async function startProxy(serverPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>()
  let isCut = false
  let trap: { readonly call: RegExp; readonly sprung: () => void } | null = null
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  const isTrapped = (path: string) => {
    const caught = trap
    if (caught?.call.test(path) !== true) return false
    trap = null
    cut()
    caught.sprung()
    return true
  }
  const server = createServer((incoming, outgoing) => pass({ port: serverPort, isTrapped }, incoming, outgoing))
  server.on('connection', (socket) => {
    if (isCut) return void socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    cutBeforeAnswer: (call) =>
      new Promise((sprung) => {
        trap = { call, sprung }
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
  readonly isTrapped: (path: string) => boolean
}

function pass({ port, isTrapped }: Onward, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url: path } = incoming
  const headers = { ...incoming.headers, host: `127.0.0.1:${port}` }
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    if (isTrapped(path ?? '')) return void answer.destroy()
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
}
