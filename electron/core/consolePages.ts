import { randomBytes } from 'node:crypto'
import { errorAnswer } from './errorAnswers'
import type { ConsoleFiles } from './ports'

const HTML = 'text/html; charset=utf-8'
const TYPES: Readonly<Record<string, string>> = {
  html: HTML,
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
}
/** Where the built page wants the nonce of its style tags (Mantine writes some at run time). */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'

/** The console's policy (E2). `nonce` allows style tags only; scripts come from files, nothing is inline or evaluated. */
export function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** What every page and file of the console carries (H1). */
export function consoleHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': consolePolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  }
}

/** A fresh nonce, one per page. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url')
}

/** Turns a URL path into a relative file path; null when it could mean a place outside the folder. */
export function filePath(pathname: string): string | null {
  const decoded = decode(pathname)
  if (decoded === null || !/^\/[A-Za-z0-9._/@ -]*$/.test(decoded)) return null
  const parts = decoded.slice(1).split('/')
  if (parts.some((part) => part.startsWith('.'))) return null
  return parts.join('/')
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}

/**
 * Answers with a file of the console, or with `index.html` for a path that names no file (the page's own routes).
 * A path that looks like a file and is not there is a 404, so that a missing script never arrives as HTML.
 */
export async function serveConsole(files: ConsoleFiles, method: string, pathname: string): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return errorAnswer('WRONG_METHOD')
  const path = filePath(pathname)
  if (path === null) return errorAnswer('NOT_FOUND')
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!name.includes('.') || path === 'index.html') return serveIndex(files, method)
  const bytes = await files.read(path)
  if (bytes === null) return errorAnswer('NOT_FOUND')
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
  // Vite puts a content hash into every name under assets/, so these never change.
  const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  const headers = { ...consoleHeaders(newNonce()), 'content-type': type, 'cache-control': cache }
  return new Response(method === 'HEAD' ? null : bytes, { headers })
}

async function serveIndex(files: ConsoleFiles, method: string): Promise<Response> {
  const bytes = await files.read('index.html')
  if (bytes === null) return errorAnswer('NOT_FOUND')
  const nonce = newNonce()
  const html = new TextDecoder().decode(bytes).replaceAll(NONCE_PLACEHOLDER, nonce)
  const headers = { ...consoleHeaders(nonce), 'content-type': HTML, 'cache-control': 'no-store' }
  return new Response(method === 'HEAD' ? null : html, { headers })
}
