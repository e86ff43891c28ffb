import type { Request, Response } from 'express'
import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import { CodedError } from '../../shared/errors/errorCodes'
import { ASK_QUERY, PORTAL_FILES_PATH, STAFF_FILES_PATH, UPLOAD_TYPE } from '../../shared/files/fileLimits'
import type { Routes } from '../platform/http/routes'
import type { PortalContext } from '../portal/portalContext'
import { requireFull } from '../portal/portalProcedures'
import { requireRole, requireStaff, type StaffContext } from '../staff/staffContext'
import { writeCallerOf } from '../staff/staffProcedures'
import {
  type FileDeps,
  keepUpload,
  largestFile,
  openFileForStaff,
  openOwnFile,
  takeUpload,
  type Wish,
} from './fileService'
import type { FileRow } from './fileStore'
import { sendFile } from './sendFile'
import { readUpload, uploadName } from './uploadBody'
import { createUploadGate, type UploadGate } from './uploadGate'

export interface FileRouteParts {
  readonly files: FileDeps
  readonly portal: (req: Request, res: Response) => Promise<PortalContext>
  readonly staff: (req: Request, res: Response) => Promise<StaffContext>
}

type Handler = (req: Request, res: Response) => Promise<void>

/** Uploads and downloads of attachments (F1, F2). They are no procedures, because their bodies are bytes. */
export function mountFiles(routes: Routes, parts: FileRouteParts): void {
  const portal = { path: `${PORTAL_FILES_PATH}/:id`, audience: 'portal', rate: 'download', kind: 'download' } as const
  const staff = { ...portal, path: `${STAFF_FILES_PATH}/:id`, audience: 'staff' } as const
  routes.route(
    {
      method: 'POST',
      path: PORTAL_FILES_PATH,
      audience: 'portal',
      rate: 'upload',
      kind: 'upload',
      accepts: [UPLOAD_TYPE],
    },
    uploadHandler(parts, createUploadGate()),
  )
  routes.route({ ...portal, method: 'GET' }, portalDownload(parts))
  routes.route({ ...staff, method: 'GET', roles: ACTIONS['correction.decide'] }, staffDownload(parts))
}

function uploadHandler({ files, portal }: FileRouteParts, gate: UploadGate): Handler {
  return async (req, res) => {
    const context = await portal(req, res)
    const caller = await requireFull(files.clinic, context)
    const name = uploadName(req)
    const leave = gate.enter(caller.participantId)
    try {
      await takeUpload(files, caller, context.now)
      const content = await readUpload(req, await largestFile(files))
      // The bytes may have taken minutes: who was signed out meanwhile uploads nothing any more (W4).
      const now = await portal(req, res)
      const info = await keepUpload(files, await requireFull(files.clinic, now), { name, content }, now)
      res.status(200).json(info)
    } finally {
      leave()
    }
  }
}

function portalDownload({ files, portal }: FileRouteParts): Handler {
  return async (req, res) => {
    const context = await portal(req, res)
    const caller = await requireFull(files.clinic, context)
    const wish = wishOf(req)
    const file = await openOwnFile(files, caller, idOf(req), context, wish)
    await answer(files, file, wish, res)
  }
}

function staffDownload({ files, staff }: FileRouteParts): Handler {
  return async (req, res) => {
    const context = await staff(req, res)
    const caller = requireStaff(context)
    requireRole(caller, ACTIONS['correction.decide'])
    const wish = wishOf(req)
    const file = await openFileForStaff(files, writeCallerOf({ ...context, staff: caller }), idOf(req), wish)
    await answer(files, file, wish, res)
  }
}

function wishOf({ query }: Request): Wish {
  return query[ASK_QUERY] === undefined ? 'open' : 'ask'
}

async function answer(files: FileDeps, file: FileRow, wish: Wish, res: Response): Promise<void> {
  if (wish === 'ask') res.status(204).end()
  else await sendFile(files, file, res)
}

/** What is no id is answered like one that nobody has. */
function idOf(req: Request): string {
  const id = z.uuid().safeParse(req.params.id)
  if (!id.success) throw new CodedError('NOT_FOUND')
  return id.data
}
