import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Just enough of the D-Bus specification to own a name and say signals, so that a real `gdbus` hears them from a real bus. */
class Body {
  private parts: Buffer[] = []
  private length = 0
  get bytes(): Buffer {
    return Buffer.concat(this.parts)
  }
  pad(to: number): this {
    return this.raw(Buffer.alloc((to - (this.length % to)) % to))
  }
  raw(bytes: Buffer): this {
    this.parts.push(bytes)
    this.length += bytes.length
    return this
  }
  byte(value: number): this {
    return this.raw(Buffer.from([value]))
  }
  uint32(value: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(value)
    return this.pad(4).raw(bytes)
  }
  string(text: string): this {
    return this.uint32(Buffer.byteLength(text)).raw(Buffer.from(`${text}\0`))
  }
  signature(text: string): this {
    return this.byte(text.length).raw(Buffer.from(`${text}\0`))
  }
}

interface Message {
  readonly type: 1 | 4
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly destination?: string
  readonly signature?: string
  readonly body?: Buffer
}

let serial = 0

function encode(message: Message): Buffer {
  const fields = new Body()
  const field = (code: number, kind: 'o' | 's' | 'g', value: string | undefined) => {
    if (value === undefined) return
    fields.pad(8).byte(code).signature(kind)
    if (kind === 'g') fields.signature(value)
    else fields.string(value)
  }
  field(1, 'o', message.path)
  field(2, 's', message.interface)
  field(3, 's', message.member)
  field(6, 's', message.destination)
  field(8, 'g', message.signature)
  const body = message.body ?? Buffer.alloc(0)
  const head = new Body().raw(Buffer.from('l')).byte(message.type).byte(0).byte(1).uint32(body.length).uint32(++serial)
  return head.uint32(fields.bytes.length).raw(fields.bytes).pad(8).raw(body).bytes
}

const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }
const SESSION = '/org/freedesktop/login1/session/_32'
const MANAGER = '/org/freedesktop/login1'

/** A bus of its own with a `org.freedesktop.login1` that does as it is told. */
export async function openLogind() {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-bus-'))
  const socket = join(folder, 'bus')
  const config = join(folder, 'bus.conf')
  writeFileSync(
    config,
    `<busconfig><type>system</type><listen>unix:path=${socket}</listen><policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>`,
  )
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await new Promise((ready) => daemon.stdout.once('data', ready))
  const line = await enter(socket)
  const say = (message: Message) => void line.write(encode(message))
  const signal = (path: string, name: string, member: string, signature?: string, body?: Buffer) =>
    say({ type: 4, path, interface: name, member, ...(signature && { signature }), ...(body && { body }) })
  const changed = (property: string, value: boolean) => {
    const entry = new Body()
      .string(property)
      .signature('b')
      .uint32(value ? 1 : 0).bytes
    const body = new Body().string('org.freedesktop.login1.Session').uint32(entry.length).pad(8).raw(entry).uint32(0)
    signal(SESSION, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', body.bytes)
  }
  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` },
    lock: () => signal(SESSION, 'org.freedesktop.login1.Session', 'Lock'),
    unlock: () => signal(SESSION, 'org.freedesktop.login1.Session', 'Unlock'),
    locked: (value: boolean) => changed('LockedHint', value),
    idle: (value: boolean) => changed('IdleHint', value),
    sleep: (value: boolean) =>
      signal(MANAGER, 'org.freedesktop.login1.Manager', 'PrepareForSleep', 'b', new Body().uint32(value ? 1 : 0).bytes),
    /** The bus goes, and everybody who listened with it. */
    close: async () => {
      line.destroy()
      await ended(daemon)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Says who we are, and takes the name. */
async function enter(socket: string): Promise<Socket> {
  const line = connect(socket)
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')
  line.write(`\0AUTH EXTERNAL ${uid}\r\n`)
  await new Promise((done) => line.once('data', done))
  line.write('BEGIN\r\n')
  line.write(encode({ type: 1, ...BUS, member: 'Hello' }))
  const name = new Body().string('org.freedesktop.login1').uint32(4).bytes
  line.write(encode({ type: 1, ...BUS, member: 'RequestName', signature: 'su', body: name }))
  let heard = ''
  await new Promise<void>((done) => {
    line.on('data', (bytes) => {
      heard += bytes.toString('latin1')
      if (heard.includes('NameAcquired') && heard.includes('org.freedesktop.login1')) done()
    })
  })
  return line
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('close', done))
  child.kill()
  await gone
}
