/** RFC 9110 section 7.6.1, and what fetch sets by itself. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te']
const FRAMING = ['trailer', 'transfer-encoding', 'upgrade', 'content-length', 'expect', 'host', 'accept-encoding']
/** What the page's browser adds and the server must not see or trust from here. */
const BROWSER = ['cookie', 'origin', 'referer', 'authorization', 'forwarded', 'via', 'user-agent']
const DROPPED_REQUEST = new Set([...HOP_BY_HOP, ...FRAMING, ...BROWSER])
const DROPPED_REQUEST_PREFIXES = ['sec-', 'x-vestibule-', 'x-forwarded-', 'access-control-']

/** fetch has decoded the body, so its encoding and length no longer hold. The server's cookies and tokens stay here. */
const DROPPED_RESPONSE = new Set([
  ...HOP_BY_HOP,
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'content-encoding',
  'set-cookie',
  'strict-transport-security',
  'alt-svc',
])
const DROPPED_RESPONSE_PREFIXES = ['access-control-', 'x-vestibule-session', 'x-vestibule-signed-in']

export interface Credentials {
  readonly deviceId: string
  readonly deviceKey: string
  readonly proof: string
  readonly appVersion: string
  readonly token: string | null
}

/** The page's headers without what is not for the server, plus what the device proves itself with (D3). */
export function requestHeaders(from: Headers, credentials: Credentials): Headers {
  const named = new Set(connectionNames(from))
  const headers = new Headers()
  for (const [name, value] of from) {
    if (!isDropped(name, DROPPED_REQUEST, DROPPED_REQUEST_PREFIXES) && !named.has(name)) headers.append(name, value)
  }
  headers.set('x-vestibule-device', credentials.deviceId)
  headers.set('x-vestibule-device-key', credentials.deviceKey)
  headers.set('x-vestibule-proof', credentials.proof)
  headers.set('x-vestibule-app', credentials.appVersion)
  if (credentials.token !== null) headers.set('authorization', `Bearer ${credentials.token}`)
  return headers
}

/** The server's headers for the page: no token, no cookie, nothing kept in a cache unless the server says how. */
export function responseHeaders(from: Headers): Headers {
  const headers = new Headers()
  for (const [name, value] of from) {
    if (!isDropped(name, DROPPED_RESPONSE, DROPPED_RESPONSE_PREFIXES)) headers.append(name, value)
  }
  headers.set('x-content-type-options', 'nosniff')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return headers
}

function isDropped(name: string, names: ReadonlySet<string>, prefixes: readonly string[]): boolean {
  return names.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}

/** Headers that `Connection` names are hop-by-hop too. */
function connectionNames(headers: Headers): readonly string[] {
  return (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase())
}
