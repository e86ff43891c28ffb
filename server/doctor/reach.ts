import { connect as connectPlain } from 'node:net'
import { connect as connectTls, type PeerCertificate } from 'node:tls'

const REACH_MS = 8_000

export interface Reached {
  /** Null without TLS. */
  readonly certificate: PeerCertificate | null
  /** Why the certificate is not to be trusted; null when it is. */
  readonly distrust: string | null
}

/** Opens a connection, with TLS for https, and closes it: nothing is asked of the other side. Rejects with a short code. */
export async function reach(url: URL): Promise<Reached> {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/[[\]]/g, '')
  const port = Number(url.port) || (secure ? 443 : 80)
  return await new Promise((resolve, reject) => {
    const done = (reached: Reached) => {
      socket.destroy()
      resolve(reached)
    }
    const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host }
    // Looked at here instead of refused, so that its reason can be told.
    const socket = secure
      ? connectTls({ host, port, rejectUnauthorized: false, ...servername }, () => {
          const { authorizationError } = tls()
          const distrust = authorizationError ? String(authorizationError) : null
          done({ certificate: tls().getPeerCertificate(), distrust })
        })
      : connectPlain({ host, port }, () => done({ certificate: null, distrust: null }))
    const tls = () => socket as ReturnType<typeof connectTls>
    socket.setTimeout(REACH_MS, () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    socket.once('error', reject)
  })
}
