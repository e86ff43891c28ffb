import type { AuditActor } from '../../shared/audit/auditSchemas'
import { createDeviceService, type Decider, type DeviceService } from '../devices/deviceService'
import type { OpenDatabase } from '../platform/database/openDatabase'
import { StartProblem } from '../platform/startProblem'
import { endDeviceSessions } from '../staff/sessionStore'

const SYSTEM: AuditActor = { kind: 'system', id: null, role: null, deviceId: null, address: null }

type Verb = (devices: DeviceService, deviceId: string, decider: Decider) => Promise<void>
const VERBS: Readonly<Record<string, { readonly run: Verb; readonly done: string }>> = {
  approve: { run: (devices, id, decider) => devices.approve(id, decider), done: 'approved' },
  suspend: { run: (devices, id, decider) => devices.suspend(id, 'other', decider), done: 'suspended' },
  resume: { run: (devices, id, decider) => devices.resume(id, decider), done: 'resumed' },
  wipe: { run: (devices, id, decider) => devices.wipe(id, 'other', decider), done: 'removed' },
  // The former name of `wipe`.
  revoke: { run: (devices, id, decider) => devices.wipe(id, 'other', decider), done: 'removed' },
}

/**
 * `vestibule device list | approve WORDS | suspend WORDS | resume WORDS | wipe WORDS`: what an administrator does in the console, for the day
 * when no approved console is left. WORDS is the phrase that the console shows, or its id.
 */
export async function deviceCommand(
  { db }: OpenDatabase,
  [name = '', ...words]: readonly string[],
  write: (line: string) => void,
): Promise<number> {
  const devices = createDeviceService({ db, endSessions: endDeviceSessions })
  const now = new Date()
  const known = await devices.list('', now)
  if (name === 'list') {
    for (const { state, phrase, name: title, requestedByName } of known)
      write(`${state.padEnd(12)}  ${phrase}  ${title} (${requestedByName})`)
    if (known.length === 0) write('No console has asked for access yet.')
    return 0
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (verb === undefined)
    throw new StartProblem('vestibule device list, or approve, suspend, resume or wipe with WORDS.')
  const wanted = words.join(' ').trim()
  const found = known.filter(({ id, phrase }) => id === wanted || phrase === wanted)
  const [device] = found
  if (!device || found.length > 1)
    throw new StartProblem(`No single console shows the words "${wanted}". See: vestibule device list`)
  await verb.run(devices, device.id, { staffId: null, actor: SYSTEM, now })
  write(`${device.name} (${device.phrase}) is ${verb.done}.`)
  return 0
}
