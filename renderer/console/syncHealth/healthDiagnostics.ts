import type { DesktopStatus } from '../../../shared/ipc/desktopTypes'
import type { HealthFacts } from './healthFacts'

export interface HealthDiagnostics {
  readonly facts: HealthFacts
  readonly desktop: DesktopStatus | null
  readonly storage: 'sealed' | 'memory'
  readonly at: Date
}

/** What a person may paste into a mail to their IT: codes, counts and times. It takes nothing from a record, so it can name nobody. */
export function healthDiagnostics({ facts, desktop, storage, at }: HealthDiagnostics): string {
  const { link, lastSyncAt, revision, skewMs, bytes, pending, oldestAt, refused } = facts
  const lines = [
    'Vestibule console diagnostics: sync',
    `time ${at.toISOString()}`,
    ...(desktop === null ? ['console unknown'] : desktopLines(desktop)),
    `storage ${storage}, bytes ${bytes ?? 'unknown'}`,
    `link ${link}, last sync ${lastSyncAt ?? 'never'}, revision ${revision ?? 'none'}`,
    `clock ${skewMs === null ? 'not measured' : `${Math.round(skewMs / 1000)} s ahead of the server`}`,
    `unsent ${pending}${oldestAt === null ? '' : `, oldest ${oldestAt}`}, refused ${refused}`,
    ...facts.pendingKinds.map(([kind, count]) => `unsent ${kind} ${count}`),
    ...facts.collections.map(({ name, count }) => `${name} ${count}`),
    ...facts.faults.map((entry) => `fault ${entry.at} ${entry.fault}`),
  ]
  return lines.join('\n')
}

function desktopLines({ versions, shell, server, keychain, vault, deviceId }: DesktopStatus): string[] {
  return [
    `console ${versions.app} (${versions.runtime}, ${shell})`,
    `server ${server}`,
    `keychain ${keychain}, vault ${vault}`,
    `device ${deviceId ?? 'unknown'}`,
  ]
}
