import { authenticate } from '../../server/accounts/portalSession'
import { mountTrpc } from '../../server/platform/trpc/mountTrpc'
import {
  challengeCookie,
  clearedChallengeCookie,
  clearedInviteCookie,
  clearedRequestCookie,
  clearedSessionCookie,
  inviteCookie,
  lockCookie,
  readPortalCookies,
  requestCookie,
  sessionCookie,
} from '../../server/portal/portalCookies'
import { type CapturedLog, captureLog, rawRequest, startTestServer } from '../support/httpApp'
import type { World } from './portalWorld'

const ORIGIN = 'https://portal.example.org'

export interface PortalServer {
  readonly captured: CapturedLog
  call(procedure: string, input: unknown, cookie?: string): Promise<Answer>
  read(procedure: string, cookie?: string): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  /** As sent, but for the request id, which is another each time. */
  readonly body: string
  readonly cookies: readonly string[]
}

/** The portal API of `world` behind the platform's real HTTP frame. */
export async function startPortalServer(world: World): Promise<PortalServer> {
  const captured = captureLog()
  const server = await startTestServer(
    (_routes, app) =>
      mountTrpc(app, {
        path: '/api/portal',
        router: world.router,
        publicUrl: new URL(ORIGIN),
        log: captured.log,
        largeBodies: [],
        async createContext(base, req, res) {
          const cookies = readPortalCookies(req.headers.cookie)
          return {
            ...base,
            now: world.now,
            ...(await authenticate(world.deps, cookies.session, world.now)),
            inviteSession: cookies.invite,
            setSessionCookie: (token, age) => void res.append('Set-Cookie', sessionCookie(token, age)),
            clearSessionCookie: () => void res.append('Set-Cookie', clearedSessionCookie()),
            setInviteCookie: (token, age) => void res.append('Set-Cookie', inviteCookie(token, age)),
            clearInviteCookie: () => void res.append('Set-Cookie', clearedInviteCookie()),
            signInRequest: cookies.request,
            challenge: cookies.challenge,
            rememberedLock: cookies.lockMinutes,
            deviceWords: '',
            setRequestCookie: (token, age) => void res.append('Set-Cookie', requestCookie(token, age)),
            clearRequestCookie: () => void res.append('Set-Cookie', clearedRequestCookie()),
            setChallengeCookie: (token, age) => void res.append('Set-Cookie', challengeCookie(token, age)),
            clearChallengeCookie: () => void res.append('Set-Cookie', clearedChallengeCookie()),
            setLockCookie: (minutes) => void res.append('Set-Cookie', lockCookie(minutes)),
            clearSiteData: () => void res.setHeader('Clear-Site-Data', '"storage"'),
          }
        },
      }),
    { log: captured.log },
  )
  const send = async (method: string, procedure: string, body: string, cookie: string): Promise<Answer> => {
    const headers = { Origin: ORIGIN, 'Content-Type': 'application/json', Cookie: cookie }
    const answer = await rawRequest(server.port, `/api/portal/${procedure}`, { method, headers, body })
    const id = /"requestId":"[^"]*"/g
    return {
      status: answer.status,
      body: answer.body.replace(id, '"requestId":"-"'),
      cookies: [answer.headers['set-cookie'] ?? []].flat(),
    }
  }
  return {
    captured,
    call: (procedure, input, cookie = '') => send('POST', procedure, JSON.stringify(input), cookie),
    read: (procedure, cookie = '') => send('GET', procedure, '', cookie),
    close: () => server.close(),
  }
}
