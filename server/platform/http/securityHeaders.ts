import { randomBytes } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'

const API_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const HSTS_SECONDS = 63_072_000
const PERMISSIONS = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'midi', 'display-capture']

/** The headers of every response, also of those that never reach Express (H1). No CORS header is ever sent. */
export function baseHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': API_CSP,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': PERMISSIONS.map((name) => `${name}=()`).join(', '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
    ...(secure ? { 'Strict-Transport-Security': `max-age=${HSTS_SECONDS}; includeSubDomains` } : {}),
  }
}

export function securityHeaders(publicUrl: URL) {
  const headers = baseHeaders(publicUrl.protocol === 'https:')
  return (_req: Request, res: Response, next: NextFunction): void => {
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
    next()
  }
}

/** What a page may load beyond its own origin: exact https origins only (F4). */
export interface PageSources {
  readonly frames?: readonly string[]
  readonly images?: readonly string[]
}

/** Loosens the policy of one response to that of a page and returns its nonce for inline styles and scripts. */
export function allowPage(res: Response, sources: PageSources = {}): string {
  const nonce = randomBytes(18).toString('base64url')
  const own = `'self' 'nonce-${nonce}'`
  const directives = [
    "default-src 'none'",
    `script-src ${own}`,
    `style-src ${own}`,
    ["img-src 'self' data: blob:", ...(sources.images ?? [])].join(' '),
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `frame-src ${sources.frames?.length ? sources.frames.join(' ') : "'none'"}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  res.setHeader('Content-Security-Policy', directives.join('; '))
  return nonce
}
