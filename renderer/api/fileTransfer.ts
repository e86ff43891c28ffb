import { FILE_NAME_HEADER, PORTAL_FILES_PATH, UPLOAD_TYPE } from '../../shared/files/fileLimits'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { problemIn, problemOf, RouteRefusal } from './apiError'

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

/** Fetches a file whole; nothing of it is kept by the browser (no-store). Rejects with `RouteRefusal`. */
export async function fetchFile(path: string): Promise<Blob> {
  try {
    const answer = await fetch(path, { cache: 'no-store' })
    if (!answer.ok) throw new RouteRefusal(problemIn(await answer.text()))
    return await answer.blob()
  } catch (error) {
    // Cut on the way: as good as never reached.
    throw error instanceof RouteRefusal ? error : new RouteRefusal(problemOf(error))
  }
}

/** Lets the browser save what was fetched under `name`. */
export function saveBlob(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Some browsers read the file after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
