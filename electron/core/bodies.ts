/** A document of 10 MB (F1) in base64, and some room. */
export const MAX_BODY = 16 * 1024 * 1024

/** Reads a whole request body, because the proof covers its hash; null when it is larger than `limit` bytes. */
export async function readBody(request: Request, limit = MAX_BODY): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null
  if (request.body === null) return new Uint8Array(0)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > limit) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    chunks.push(part.value)
  }
  return joined(chunks, size)
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** Passes a stream on chunk by chunk and says once when it is over; `stop` runs when the reader walks away. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  over: () => void,
  stop: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const part = await reader.read()
        if (!part.done) return controller.enqueue(part.value)
        over()
        controller.close()
      } catch (error) {
        over()
        controller.error(error)
      }
    },
    cancel: async (reason) => {
      over()
      stop()
      await reader.cancel(reason).catch(() => undefined)
    },
  })
}
