import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import { PageLogError } from '../../renderer/console/replica/pageLog/pageLogError'
import { createConsoleController } from '../../renderer/console/shell/consoleController'
import { BEN, LOCKED, meOf, SIGNED_OUT, settle, shellWorld, UNLOCKED } from './shellWorld'

function refused(code: string): never {
  const data = { code, sentence: code, requestId: 'r' }
  throw TRPCClientError.from({ error: { message: code, code: -32600, data } } as never)
}

async function openConsole(world = shellWorld()) {
  world.onDisk.add('ana')
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state().at).toBe('open')
  return { console, world }
}

test('a console that knows its records opens them without asking the server', async () => {
  const world = shellWorld({ me: () => Promise.reject(new Error('no network')) })
  await openConsole(world)
  expect(world.log).toEqual(['key ana', 'open ana'])
})

test('R2: a key is made only where no sealed copy exists', async () => {
  const world = shellWorld()
  await createConsoleController(world.ports).look()
  expect(world.log).toEqual(['key ana create', 'open ana'])
})

test('R2: a sealed copy without its key is never replaced before a person has said so', async () => {
  const world = shellWorld()
  world.onDisk.add('ana')
  world.key = { ok: false, reason: 'KEY_MISSING' }
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state().at).toBe('keyGone')
  expect(world.onDisk.has('ana')).toBe(true)
  expect(world.log).toEqual(['key ana'])
  world.key = { ok: true, key: 'AAAA', created: true }
  await console.startOver()
  expect(console.state().at).toBe('open')
  expect(world.log.slice(1)).toEqual(['destroy ana', 'forget ana', 'key ana create', 'open ana'])
})

test('R1: a damaged copy is named with its page, and nothing is deleted', async () => {
  const world = shellWorld()
  world.onDisk.add('ana')
  world.openFails = new Error('rxdb', { cause: new PageLogError('damaged', 12) })
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state()).toMatchObject({ at: 'trouble', trouble: { kind: 'damaged', page: 12 } })
  expect(world.onDisk.has('ana')).toBe(true)
  world.openFails = null
  await console.retry()
  expect(console.state().at).toBe('open')
})

test('R4: locking takes the records off the screen, closes them and asks for the password', async () => {
  const { console, world } = await openConsole()
  const places: string[] = []
  console.subscribe(() => places.push(console.state().at))
  await console.lock()
  expect(places).toEqual(['starting', 'starting', 'unlock'])
  expect(world.log).toContain('close ana')
})

test('R4: the lock of the computer, heard from the desktop, does the same', async () => {
  const { console, world } = await openConsole()
  world.lock = LOCKED
  console.lockChanged(LOCKED)
  await settle()
  expect(console.state().at).toBe('unlock')
  expect(world.log).toContain('close ana')
})

test('R4: a lock that comes while the records are opening closes them again unseen', async () => {
  const world = shellWorld()
  world.onDisk.add('ana')
  let go = () => {}
  world.opening = new Promise((resolve) => {
    go = resolve
  })
  const console = createConsoleController(world.ports)
  const looking = console.look()
  await settle()
  expect(console.state().at).toBe('opening')
  world.lock = LOCKED
  console.lockChanged(LOCKED)
  await settle()
  go()
  await looking
  await settle()
  expect(console.state().at).toBe('unlock')
  expect(world.log).toContain('close ana')
})

test('D3: a console that the server refuses as removed deletes every copy and stays out', async () => {
  const { console, world } = await openConsole()
  world.lock = { ...SIGNED_OUT }
  world.setSync({ link: 'revoked' })
  await settle()
  expect(console.state().at).toBe('removed')
  expect(world.onDisk.size).toBe(0)
  expect(world.log).toEqual(expect.arrayContaining(['close ana', 'destroy ana', 'forget ana']))
})

test('D3: a session that the desktop lost is looked into: a removed console wipes even if its sync never said so', async () => {
  const { console, world } = await openConsole()
  world.lock = SIGNED_OUT
  world.me = async () => refused('DEVICE_REVOKED')
  console.lockChanged(SIGNED_OUT)
  await settle()
  expect(console.state().at).toBe('removed')
  expect(world.onDisk.size).toBe(0)
})

test('D3: a removed console tells its desktop when all copies are gone, and how many writes of the open one are lost', async () => {
  const { console, world } = await openConsole()
  world.outbox = [['w', { state: 'queued', item: { kind: 'account.unlock' } }]]
  world.onDisk.add('somebody long forgotten')
  world.setSync({ link: 'revoked' })
  await settle()
  expect(console.state().at).toBe('removed')
  expect(world.onDisk.size).toBe(0)
  expect(world.log.slice(-2)).toEqual(['destroyAll', 'pagesGone 1'])
})

test('D3: as long as a copy cannot be deleted nothing is confirmed; the next look tries again', async () => {
  const { console, world } = await openConsole()
  const { destroyAll } = world.ports.replicas
  world.ports.replicas.destroyAll = () => Promise.reject(new Error('blocked'))
  world.setSync({ link: 'revoked' })
  await settle()
  expect(world.log.some((line) => line.startsWith('pagesGone'))).toBe(false)
  world.ports.replicas.destroyAll = destroyAll
  world.status = { ...world.status, wipe: 'erasing' }
  world.lock = SIGNED_OUT
  await console.look()
  await settle()
  expect(world.log.at(-1)).toBe('pagesGone null')
})

test('D3: a suspended console closes its records and deletes nothing; resumed, it stands before the lock again', async () => {
  const { console, world } = await openConsole()
  const kept = new Set(world.onDisk)
  world.lock = { ...LOCKED, session: false, suspended: true }
  world.me = async () => refused('DEVICE_SUSPENDED')
  console.lockChanged(world.lock)
  await settle()
  expect(console.state().at).toBe('suspended')
  expect(world.log).toContain('close ana')
  await console.checkResumed()
  expect(console.state().at).toBe('suspended')
  world.lock = { ...world.lock, suspended: false }
  world.me = async () => refused('NOT_SIGNED_IN')
  await console.checkResumed()
  await settle()
  expect(console.state().at).toBe('unlock')
  expect([world.onDisk, world.log.some((line) => /destroy|forget/.test(line))]).toEqual([kept, false])
})

test('D3: a new console waits for approval and goes in by itself once it has it', async () => {
  const world = shellWorld({ lock: SIGNED_OUT })
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state().at).toBe('signIn')
  world.lock = UNLOCKED
  await console.signedIn(meOf({ state: 'requested' }))
  expect(console.state().at).toBe('waiting')
  world.me = () => Promise.reject(new Error('no network'))
  await console.checkApproval()
  expect(console.state().at).toBe('waiting')
  world.me = async () => meOf()
  await console.checkApproval()
  expect(console.state().at).toBe('open')
})

test('an auditor signs in and no records are opened or created', async () => {
  const world = shellWorld()
  const console = createConsoleController(world.ports)
  await console.signedIn(meOf({ role: 'auditor' }))
  expect(console.state().at).toBe('auditLog')
  expect(world.log).toEqual([])
})

test('an unlock without a server session works on the copy, and a sign-in above it goes on with the same records', async () => {
  const world = shellWorld({ lock: { ...UNLOCKED, session: false } })
  const { console } = await openConsole(world)
  expect(console.state()).toMatchObject({ at: 'open', signedIn: false })
  await console.signedIn(meOf())
  expect(console.state()).toMatchObject({ at: 'open', signedIn: true })
  expect(world.log).not.toContain('close ana')
  expect(world.log).toContain('syncNow')
})

test('signing in as somebody else closes the first records before the others open', async () => {
  const { console, world } = await openConsole()
  const other = meOf()
  world.lock = { ...UNLOCKED, staffId: 'ben' }
  await console.signedIn({ ...other, staff: { ...other.staff, id: 'ben' } })
  expect(world.log.slice(-3)).toEqual(['close ana', 'key ben create', 'open ben'])
})

test('R2: with nothing kept on disk, leaving sends what it can first', async () => {
  const world = shellWorld()
  world.status = { ...world.status, keychain: 'none' }
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state()).toMatchObject({ at: 'open', session: { storage: 'memory' } })
  await console.lock()
  expect(world.log).toEqual(['open ana', 'syncNow', 'close ana', 'lock'])
})

test('signing out while the server is away still locks, and says what the server does not know yet', async () => {
  const { console, world } = await openConsole()
  world.ports.server.signOut = () => Promise.reject(new Error('no network'))
  await console.signOut()
  expect(console.state()).toMatchObject({ at: 'unlock', notice: 'signed_out_offline' })
  expect(world.log).toContain('lock')
})

test('D3: too long without contact deletes the copy and leads to sign-in', async () => {
  const world = shellWorld()
  world.onDisk.add('ana')
  world.key = { ok: false, reason: 'WIPED' }
  const console = createConsoleController(world.ports)
  world.ports.desktop.replicaKey = async () => {
    world.lock = { ...SIGNED_OUT, wiped: [{ staffId: 'ana', unsent: 0 }] }
    return world.key
  }
  await console.look()
  expect(console.state()).toMatchObject({ at: 'signIn', notice: 'wiped' })
  expect(world.onDisk.size).toBe(0)
})

test('D3: a wipe by the lease that is found at the start deletes the sealed pages and says that unsent changes are gone, also at the next start', async () => {
  const world = shellWorld({ lock: { ...SIGNED_OUT, wiped: [{ staffId: 'ana', unsent: 1 }] } })
  world.onDisk.add('ana')
  for (let start = 0; start < 2; start++) {
    const console = createConsoleController(world.ports)
    await console.look()
    expect(console.state()).toMatchObject({ at: 'signIn', notice: 'wiped_unsent' })
    expect(world.onDisk.size).toBe(0)
  }
  // With somebody else at work here it is said once, and not at each of their starts.
  world.lock = { ...world.lock, people: [BEN] }
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state()).toMatchObject({ at: 'signIn', notice: null })
})

test('a desktop that does not answer is said so, and asked again', async () => {
  const world = shellWorld()
  const status = world.ports.desktop.status
  world.ports.desktop.status = () => Promise.reject(new Error('gone'))
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state().at).toBe('unreachable')
  world.ports.desktop.status = status
  await console.look()
  expect(console.state().at).toBe('open')
})

test('a first password is replaced before any record is opened, also on a console that waits for approval', async () => {
  const world = shellWorld({ lock: SIGNED_OUT })
  const console = createConsoleController(world.ports)
  await console.look()
  const me = { ...meOf({ state: 'requested' }), mustChangePassword: true }
  world.me = async () => me
  world.lock = UNLOCKED
  await console.signedIn(me)
  await settle()
  expect(console.state()).toMatchObject({ at: 'firstPassword' })
  expect(world.log.some((line) => line.startsWith('open'))).toBe(false)
  await console.signedIn({ ...me, mustChangePassword: false })
  await settle()
  expect(console.state()).toMatchObject({ at: 'waiting' })
})

test('D4: somebody whose new role reads no records loses the copies that their old role left on this computer', async () => {
  const world = shellWorld()
  world.onDisk.add('ana')
  const console = createConsoleController(world.ports)
  await console.signedIn(meOf({ role: 'auditor' }))
  await settle()
  expect(console.state().at).toBe('auditLog')
  expect(world.onDisk.has('ana')).toBe(false)
})

test.each([
  ['DEVICE_REVOKED', 'removed', 0],
  ['DEVICE_SUSPENDED', 'suspended', 1],
] as const)('D3: %s at the server stands above a right PIN: the records do not open', async (code, at, copies) => {
  const world = shellWorld({ lock: LOCKED, me: async () => refused(code) })
  world.onDisk.add('ana')
  const console = createConsoleController(world.ports)
  await console.look()
  expect(console.state().at).toBe('unlock')
  await console.unlock('ana', { pin: '482913' })
  await settle()
  expect(console.state().at).toBe(at)
  expect(world.onDisk.size).toBe(copies)
  expect(world.log.some((line) => line.startsWith('open'))).toBe(false)
})

test('D3: a server that does not answer keeps nobody from their records', async () => {
  const world = shellWorld({ lock: LOCKED, me: () => new Promise(() => {}) })
  world.onDisk.add('ana')
  const waited: number[] = []
  Object.assign(world.ports, { wait: async (ms: number) => void waited.push(ms) })
  const console = createConsoleController(world.ports)
  await console.look()
  await console.unlock('ana', { pin: '482913' })
  await settle()
  expect([console.state().at, waited]).toEqual(['open', [2_500]])
})

test('D3: the page of a locked console follows what its desktop has heard: wiped, or suspended', async () => {
  const atTheLock = async () => {
    const world = shellWorld({ lock: LOCKED })
    world.onDisk.add('ana')
    const console = createConsoleController(world.ports)
    await console.look()
    console.lockChanged(LOCKED)
    await settle()
    expect(console.state().at).toBe('unlock')
    return { world, console }
  }
  const wiped = await atTheLock()
  wiped.world.lock = SIGNED_OUT
  wiped.world.me = async () => refused('DEVICE_REVOKED')
  wiped.world.status = { ...wiped.world.status, wipe: 'erasing' }
  wiped.console.lockChanged(SIGNED_OUT)
  await settle()
  expect(wiped.console.state().at).toBe('removed')
  expect(wiped.world.onDisk.size).toBe(0)
  const held = await atTheLock()
  held.world.lock = { ...LOCKED, suspended: true }
  held.world.me = async () => refused('DEVICE_SUSPENDED')
  held.console.lockChanged(held.world.lock)
  await settle()
  expect(held.console.state().at).toBe('suspended')
  expect(held.world.onDisk.size).toBe(1)
})
