import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { codeOf, portalCall, wireOf } from '../security/support/calls'
import { type Desk, proofHeaders } from '../security/support/people'
import { PORTAL_ORIGIN } from '../security/support/servers'
import { type RawAnswer, rawRequest } from '../support/httpApp'

export const FILES = '/api/portal/files'
export const STAFF_FILES = '/api/staff/files'
export const OWN_PAGE = { origin: PORTAL_ORIGIN, 'content-type': 'application/octet-stream' }

type Headers = Readonly<Record<string, string>>

/** One upload as the portal's page sends it. */
export async function upload(
  port: number,
  cookie: string,
  content: Buffer,
  name = 'letter.pdf',
  headers: Headers = OWN_PAGE,
): Promise<RawAnswer> {
  const named = { 'x-file-name': encodeURIComponent(name), cookie, ...headers }
  return await rawRequest(port, FILES, { method: 'POST', headers: named, body: content })
}

/** An upload that must be taken. */
export async function uploaded(port: number, cookie: string, content: Buffer, name?: string): Promise<FileInfo> {
  const answer = await upload(port, cookie, content, name)
  if (answer.status !== 200) throw new Error(`not taken: ${answer.status} ${answer.body}`)
  return JSON.parse(answer.body) as FileInfo
}

/** The reason of a refused upload, or its code where there is none; `ok` when it was taken. */
export function verdictOf(answer: RawAnswer): string {
  const code = codeOf(answer)
  if (code === 'ok') return code
  const { detail } = wireOf(answer) as { readonly detail?: { readonly reason?: string } }
  return detail?.reason ?? code
}

export interface Downloaded {
  readonly status: number
  readonly headers: RawAnswer['headers']
  readonly bytes: Buffer
  /** False: the connection broke before the end. */
  readonly whole: boolean
}

/** A download with its bytes as they came, also when the connection breaks. */
export async function download(port: number, path: string, headers: Headers, method = 'GET'): Promise<Downloaded> {
  return await new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent: false })
    call.once('error', reject)
    call.once('response', (res) => {
      const chunks: Buffer[] = []
      const end = () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          bytes: Buffer.concat(chunks),
          whole: res.complete,
        })
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', () => undefined)
      res.once('close', end)
    })
    call.end()
  })
}

export async function ownDownload(port: number, cookie: string, id: string): Promise<Downloaded> {
  return await download(port, `${FILES}/${id}`, { cookie })
}

export async function staffDownload(port: number, desk: Desk, id: string, session: string | null = desk.session) {
  const path = `${STAFF_FILES}/${id}`
  return await download(port, path, proofHeaders(desk, 'GET', path, '', session))
}

/** The code of a refused download. */
export function refusalOf({ status, headers, bytes }: Downloaded): string {
  return codeOf({ status, headers, body: bytes.toString() })
}

/** Asks for a correction with these uploads; the verdict. */
export async function submitted(port: number, cookie: string, fileIds: readonly string[], id: string = randomUUID()) {
  const input = { id, changes: [], description: 'Please look at this.', messageId: null, persons: [], fileIds }
  return verdictOf(await portalCall(port, 'corrections.submit', 'mutation', input, cookie))
}
