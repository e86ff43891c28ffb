import type { Request, Response } from 'express'
import { CodedError } from '../../shared/errors/errorCodes'
import type { Reading } from '../platform/database/transaction'
import { findLogo } from './logoService'

const CACHED_FOR_GOOD = 'public, max-age=31536000, immutable'
/** Opened by itself, a picture is a page: one that may do nothing. */
const PICTURE_CSP = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** `GET /api/branding/logo/:hash`. The address names the bytes, so they never change under it; 404 for any other hash. */
export function logoHandler(db: Reading) {
  return async (req: Request, res: Response): Promise<void> => {
    const logo = await findLogo(db, String(req.params.hash))
    if (!logo) throw new CodedError('NOT_FOUND')
    res.setHeader('Content-Security-Policy', PICTURE_CSP)
    res.setHeader('Cache-Control', CACHED_FOR_GOOD)
    res.setHeader('Content-Type', logo.mediaType)
    res.end(logo.bytes)
  }
}
