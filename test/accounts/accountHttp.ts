import { randomUUID } from 'node:crypto'
import { newToken, tokenHash } from '../../server/platform/secrets/opaqueToken'
import type { PushResult } from '../../shared/sync/syncSchemas'
import { codeOf, SESSION_COOKIE, staffCall } from '../security/support/calls'
import type { Desk } from '../security/support/people'
import type { Site } from '../security/support/servers'

/** One command through `sync.push`; the refusal of the whole call as its code. */
export async function push(
  port: number,
  desk: Desk,
  item: Readonly<Record<string, unknown>>,
): Promise<PushResult | string> {
  const items = [{ writeId: randomUUID(), ...item }]
  const answer = await staffCall(port, desk, 'sync.push', 'mutation', { items })
  if (answer.status !== 200) return codeOf(answer)
  const { result } = JSON.parse(answer.body) as { result: { data: { results: PushResult[] } } }
  return result.data.results[0] ?? 'nothing'
}

/** `applied`, the reason of a refusal or of a conflict, or the code of the whole call. */
export async function said(port: number, desk: Desk, item: Readonly<Record<string, unknown>>): Promise<string> {
  const result = await push(port, desk, item)
  if (typeof result === 'string') return result
  return result.reason ?? result.outcome
}

/** Sessions as so many sign-ins would leave them, as cookies. */
export async function addSessions({ database }: Site, participantId: string, count: number): Promise<string[]> {
  const [tokens, now] = [Array.from({ length: count }, () => newToken()), new Date()]
  const end = new Date(now.getTime() + 3_600_000)
  const times = { created_at: now, last_seen_at: now, authenticated_at: now, last_active_at: now }
  await database.db
    .insertInto('portal_session')
    .values(
      tokens.map((token) => ({
        hash: tokenHash(token),
        participant_id: participantId,
        ...times,
        idle_expires_at: end,
        expires_at: end,
      })),
    )
    .execute()
  return tokens.map((token) => `${SESSION_COOKIE}=${token}`)
}

export function portsOf(site: Site): readonly [number, number] {
  return [site.servers[0]?.port ?? 0, site.servers[1]?.port ?? 0]
}
