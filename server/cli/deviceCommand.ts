import type { AuditActor } from '../../shared/audit/auditSchemas'
import { createDeviceService } from '../devices/deviceService'
import type { OpenDatabase } from '../platform/database/openDatabase'
import { StartProblem } from '../platform/startProblem'
import { endDeviceSessions } from '../staff/sessionStore'

const SYSTEM: AuditActor = { kind: 'system', id: null, role: null, deviceId: null, address: null }

/**
 * `vestibule device list | approve WORDS | revoke WORDS`: what an administrator does in the console, for the day when no approved console is
 * left. WORDS is the phrase that the console shows, or its id.
 */
export async function deviceCommand(
  { db }: OpenDatabase,
  [verb, ...words]: readonly string[],
  write: (line: string) => void,
): Promise<number> {
  const devices = createDeviceService({ db, endSessions: endDeviceSessions })
  const known = await devices.list('')
  if (verb === 'list') {
    for (const { state, phrase, name, requestedByName } of known)
      write(`${state.padEnd(9)}  ${phrase}  ${name} (${requestedByName})`)
    if (known.length === 0) write('No console has asked for access yet.')
    return 0
  }
  if (verb !== 'approve' && verb !== 'revoke')
    throw new StartProblem('vestibule device list, approve WORDS or revoke WORDS.')
  const wanted = words.join(' ').trim()
  const found = known.filter(({ id, phrase }) => id === wanted || phrase === wanted)
  const [device] = found
  if (!device || found.length > 1)
    throw new StartProblem(`No single console shows the words "${wanted}". See: vestibule device list`)
  await devices[verb](device.id, { staffId: null, actor: SYSTEM, now: new Date() })
  write(`${device.name} (${device.phrase}) is ${verb === 'approve' ? 'approved' : 'removed'}.`)
  return 0
}
