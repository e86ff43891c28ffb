import type { DesktopStatus } from '../../../shared/ipc/desktopTypes'
import { PageLogError } from '../replica/pageLog/pageLogError'
import type { ReplicaTrouble } from './consoleState'

/** How deep an error may be wrapped by the layers above the page log. */
const DEEPEST = 5

/** Finds the page log's own word in whatever an opening threw. */
export function troubleOf(error: unknown): ReplicaTrouble {
  let cause = error
  for (let depth = 0; depth < DEEPEST && cause instanceof Error; depth++) {
    if (cause instanceof PageLogError) return { kind: cause.kind, page: cause.page, message: cause.message }
    cause = cause.cause
  }
  return { kind: 'unknown', page: null, message: error instanceof Error ? error.name : 'unknown' }
}

export interface DiagnosticsFacts {
  readonly desktop: DesktopStatus | null
  readonly trouble: Pick<ReplicaTrouble, 'kind' | 'page' | 'message'>
  readonly at: Date
}

/** What the person on the phone asks for; nothing in it names or describes anybody. */
export function diagnostics({ desktop, trouble, at }: DiagnosticsFacts): string {
  const lines = [
    'Vestibule console diagnostics',
    `time ${at.toISOString()}`,
    `problem ${trouble.kind}${trouble.page === null ? '' : ` page ${trouble.page}`}`,
    `words ${trouble.message}`,
  ]
  if (desktop) {
    const { versions, shell, server, keychain, vault, deviceId } = desktop
    lines.push(`console ${versions.app} (${versions.runtime}, ${shell})`, `server ${server}`)
    lines.push(`keychain ${keychain}, vault ${vault}`, `device ${deviceId ?? 'unknown'}`)
  }
  return lines.join('\n')
}
