import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { createTRPCClient, httpLink } from '@trpc/client'
import type { Pool } from 'pg'
import type { StaffRouter } from '../../../server/app/staffRouter'
import { deviceIdOf, sha256Text } from '../../../server/devices/deviceProof'
import { newToken, tokenHash } from '../../../server/platform/secrets/opaqueToken'
import type { Role } from '../../../shared/access/roles'
import {
  APP_VERSION_HEADER,
  DEVICE_KEY_HEADER,
  DEVICE_PROOF_HEADER,
  deviceProofText,
} from '../../../shared/devices/deviceProof'
import type { LiveEvent } from '../../../shared/sync/liveSchemas'

/** What the desktop core adds to every request (electron/core/forward.ts): session and proof. */
export interface Credentials {
  readonly staffId: string
  headers(method: string, path: string, body: Uint8Array | string): Record<string, string>
}

/** Approved consoles with living sessions, written straight into the tables: signing in is not what is measured. */
export async function enlist(pool: Pool, role: Role, count: number): Promise<Credentials[]> {
  const staff = await pool.query<{ id: string }>('select id from staff where role = $1 order by id limit 1', [role])
  const staffId = staff.rows[0]?.id
  if (staffId === undefined) throw new Error(`the demo clinic has nobody with the role ${role}`)
  return await Promise.all(Array.from({ length: count }, () => enlistOne(pool, staffId)))
}

async function enlistOne(pool: Pool, staffId: string): Promise<Credentials> {
  const { privateKey } = generateKeyPairSync('ed25519')
  // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the raw key (RFC 8410).
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  const [id, token] = [deviceIdOf(raw), newToken()]
  await pool.query(
    `insert into device (id, public_key, name, app_version, state, requested_by, requested_at, last_contact_at)
     values ($1, $2, 'bench', 'bench', 'active', $3, now(), now())`,
    [id, raw, staffId],
  )
  await pool.query(
    `insert into staff_session (hash, staff_id, device_id, created_at, last_seen_at, expires_at)
     values ($1, $2, $3, now(), now(), now() + interval '8 hours')`,
    [tokenHash(token), staffId, id],
  )
  const sessionSha256 = sha256Text(token)
  return {
    staffId,
    headers: (method, path, body) => {
      const text = deviceProofText({ method, path, bodySha256: sha256Text(body), sessionSha256 })
      return {
        authorization: `Bearer ${token}`,
        [DEVICE_KEY_HEADER]: raw.toString('base64url'),
        [DEVICE_PROOF_HEADER]: sign(null, Buffer.from(text), privateKey).toString('base64url'),
        [APP_VERSION_HEADER]: 'bench',
      }
    },
  }
}

/** A console without a screen: the server's procedures and its live stream, signed like the desktop core does. */
export function openConsole(serverUrl: string, credentials: Credentials) {
  const signed = async (input: URL | RequestInfo | string, init?: RequestInit) => {
    const url = new URL(String(input))
    const method = init?.method ?? 'GET'
    const body = typeof init?.body === 'string' ? init.body : ''
    const headers = { ...(init?.headers as object), ...credentials.headers(method, url.pathname + url.search, body) }
    return await fetch(url, { ...init, headers })
  }
  return {
    url: serverUrl,
    client: createTRPCClient<StaffRouter>({
      links: [httpLink({ url: `${serverUrl}/api/staff`, fetch: signed as never })],
    }),
    signed,
    live: async (onEvent: (event: LiveEvent) => void, signal: AbortSignal) =>
      await readLive(await signed(`${serverUrl}/api/live`, { signal }), onEvent).catch(() => undefined),
  }
}

async function readLive(response: Response, onEvent: (event: LiveEvent) => void): Promise<void> {
  if (!response.ok || !response.body) throw new Error(`the live stream answered ${response.status}`)
  let rest = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('data: ')) onEvent(JSON.parse(line.slice(6)) as LiveEvent)
  }
}
