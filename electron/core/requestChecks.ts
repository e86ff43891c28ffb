import type { DesktopErrorCode } from '../../shared/ipc/desktopTypes'

export interface CheckedRequest {
  readonly method: string
  readonly origin: string | null
  readonly fetchSite: string | null
  readonly contentType: string | null
}

/** `scheme`: the app's own scheme in Electron, which no other page can reach; Chromium may leave both headers out there. */
export type CallerTrust = 'headers' | 'scheme'

const READING = new Set(['GET', 'HEAD'])
const WRITING = new Set(['POST'])

/** Whether a request to `/api` or `/desktop` comes from the console's own page (W6). `ownOrigin` is where the page lives. */
export function checkCaller(request: CheckedRequest, ownOrigin: string, trust: CallerTrust): DesktopErrorCode | null {
  if (!READING.has(request.method) && !WRITING.has(request.method)) return 'WRONG_METHOD'
  if (!cameFromConsole(request, ownOrigin, trust)) return 'WRONG_ORIGIN'
  if (WRITING.has(request.method) && !isJson(request.contentType)) return 'WRONG_MEDIA_TYPE'
  return null
}

function cameFromConsole({ origin, fetchSite }: CheckedRequest, ownOrigin: string, trust: CallerTrust): boolean {
  if (origin !== null && origin !== ownOrigin) return false
  if (fetchSite !== null) return fetchSite === 'same-origin' || fetchSite === 'none'
  return origin !== null || trust === 'scheme'
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/json\s*(;|$)/i.test(contentType)
}

/** Takes what the check needs out of a fetch request. */
export function describeCaller(request: Request): CheckedRequest {
  return {
    method: request.method,
    origin: request.headers.get('origin'),
    fetchSite: request.headers.get('sec-fetch-site'),
    contentType: request.headers.get('content-type'),
  }
}
