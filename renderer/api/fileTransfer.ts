import { ASK_QUERY, FILE_NAME_HEADER, PORTAL_FILES_PATH, UPLOAD_TYPE } from '../../shared/files/fileLimits'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { problemIn, RouteRefusal } from './apiError'

/** An upload under way. `done` rejects with `RouteRefusal`; also after `cancel`. */
export interface Uploading {
  readonly done: Promise<FileInfo>
  readonly cancel: () => void
}
export type SendFile = (file: File, onProgress: (sent: number) => void) => Uploading

/** Sends one file. XMLHttpRequest, because fetch does not say how much of a body has left. */
export const sendFile: SendFile = (file, onProgress) => {
  const call = new XMLHttpRequest()
  const done = new Promise<FileInfo>((resolve, reject) => {
    const refuse = (body: string) => reject(new RouteRefusal(problemIn(body)))
    call.open('POST', PORTAL_FILES_PATH)
    call.setRequestHeader('content-type', UPLOAD_TYPE)
    call.setRequestHeader(FILE_NAME_HEADER, encodeURIComponent(shortName(file.name)))
    call.upload.onprogress = ({ loaded }) => onProgress(loaded)
    call.onload = () => (call.status === 200 ? resolve(JSON.parse(call.responseText)) : refuse(call.responseText))
    call.onerror = () => refuse('')
    call.onabort = () => refuse('')
    call.send(file)
  })
  return { done, cancel: () => call.abort() }
}

/** The server keeps 150 characters; the end stays, because it says what the file is. Half of a pair cannot be encoded. */
function shortName(name: string): string {
  return [...name.replace(/\p{Cs}/gu, '')].slice(-300).join('')
}

/**
 * Lets the browser save a file of the server under `name`, or rejects with `RouteRefusal`: a refused download by itself has no words. The
 * browser fetches it, not this page: what a page holds as a blob the browser may write into its profile (R3).
 */
export async function saveFile(path: string, name: string): Promise<void> {
  await askForFile(path)
  const link = document.createElement('a')
  link.href = path
  link.download = name
  link.click()
}

/** Rejects with `RouteRefusal` when the file would not open. */
export async function askForFile(path: string): Promise<void> {
  const answer = await fetch(`${path}?${ASK_QUERY}`, { cache: 'no-store' }).catch(() => null)
  if (answer?.ok !== true) throw new RouteRefusal(problemIn((await answer?.text().catch(() => '')) ?? ''))
}
