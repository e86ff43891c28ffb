import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import { allowPage, type PageSources } from './securityHeaders'

const NONCE_MARK = '__CSP_NONCE__'

/**
 * Serves one built page (dist/portal/index.html) with a fresh nonce in place of `__CSP_NONCE__`. The page is the same for every
 * address, token pages included: no-store and no-referrer are on every response already (I4), and it changes nothing (I3).
 */
export function pageHandler(distDir: string, file = 'index.html', sources: PageSources = {}): RequestHandler {
  const html = readFileSync(join(distDir, file), 'utf8')
  return (_req, res) => {
    const nonce = allowPage(res, sources)
    res.type('html').send(html.replaceAll(NONCE_MARK, nonce))
  }
}
