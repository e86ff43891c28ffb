import { resolve } from 'node:path'

export type Env = Readonly<Record<string, string | undefined>>

/** Hosts that are this machine: traffic to them may go without TLS. */
export const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Thrown by the readers of single settings and caught by `readConfig`: they stay short, and the first problem wins. */
export class BadSetting extends Error {}

/** An empty variable counts as absent: that is how most service managers unset one. */
export function text(env: Env, name: string): string | null {
  const value = env[name]?.trim()
  return value ? value : null
}

export function path(env: Env, name: string): string | null {
  const value = text(env, name)
  return value === null ? null : resolve(value)
}

export function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

export function readUrl(env: Env, name: string, protocols: readonly string[]): string | null {
  const value = text(env, name)
  if (value === null) return null
  const url = parseUrl(value)
  if (url === null || !protocols.includes(url.protocol)) {
    throw new BadSetting(`${name} must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`)
  }
  return value
}
