import { expect, test } from 'vitest'
import { createAuditorMemory } from '../../renderer/console/audit/auditorMemory'
import { createConsoleController } from '../../renderer/console/shell/consoleController'
import { meOf, settle, shellWorld } from '../console/shellWorld'

const noServer = () => Promise.reject(new Error('no network'))

test('product.md, Roles: an auditor without a network begins no replica, and may still verify a bundle', async () => {
  const world = shellWorld()
  const console = createConsoleController(world.ports)
  await console.signedIn(meOf({ role: 'auditor' }))
  expect(console.state()).toMatchObject({ at: 'auditLog', me: { staff: { id: 'ana' } } })
  world.me = noServer
  await console.look()
  expect(console.state()).toMatchObject({ at: 'auditLog', staffId: 'ana', me: null })
  expect([...world.onDisk]).toEqual([])
  expect(world.log.filter((line) => line.startsWith('key') || line.startsWith('open'))).toEqual([])
  world.me = async () => meOf({ role: 'auditor' })
  await console.retry()
  expect(console.state()).toMatchObject({ at: 'auditLog', me: { staff: { id: 'ana' } } })
})

test('D4: whoever was an auditor and now serves participants gets their records', async () => {
  const world = shellWorld()
  const console = createConsoleController(world.ports)
  await console.signedIn(meOf({ role: 'auditor' }))
  world.me = async () => meOf({ role: 'staff' })
  await console.retry()
  await settle()
  expect(console.state()).toMatchObject({ at: 'open' })
  expect(world.auditors.size).toBe(0)
})

test('W4: an auditor’s console leaves the log when the session is over, and when it is locked', async () => {
  const world = shellWorld()
  const console = createConsoleController(world.ports)
  await console.signedIn(meOf({ role: 'auditor' }))
  console.lockChanged({ ...world.lock, state: 'locked' })
  world.lock = { ...world.lock, state: 'locked' }
  await settle()
  expect(console.state().at).not.toBe('auditLog')
})

test('R1: the mark of an auditor names nobody, and goes when they are none any more', async () => {
  const kept = new Map<string, string>()
  const memory = createAuditorMemory({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  })
  await memory.remember('staff-id-1', true)
  await memory.remember('staff-id-2', true)
  expect([...kept.values()].join()).not.toContain('staff-id')
  expect(await memory.isKnown('staff-id-1')).toBe(true)
  await memory.remember('staff-id-1', false)
  expect([await memory.isKnown('staff-id-1'), await memory.isKnown('staff-id-2')]).toEqual([false, true])
  kept.set('vestibule-auditors', '{broken')
  expect(await memory.isKnown('staff-id-2')).toBe(false)
})
