import type { IncomingMessage } from 'node:http'

/** The largest accepted body, in bytes. */
export const largestBody = 64 * 1024 * 1024

const nothing = Buffer.alloc(0)

/**
 * The body's bytes, `too large` where it has more than `limit` of them, or `gone` where the client left
 * while sending.
 */
export function readBody(
  request: IncomingMessage,
  limit = largestBody,
): Promise<Buffer | 'too large' | 'gone'> {
  const length = request.headers['content-length']
  if (length !== undefined && Number(length) > limit) return Promise.resolve('too large')
  const empty = length === undefined || length === '0'
  if (empty && request.headers['transfer-encoding'] === undefined) return Promise.resolve(nothing)
  return collect(request, limit)
}

function collect(request: IncomingMessage, limit: number): Promise<Buffer | 'too large' | 'gone'> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) {
        chunks.push(chunk)
        return
      }
      // The rest is read and thrown away, so that the client comes to hear the answer.
      chunks = []
      resolve('too large')
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', () => resolve('gone'))
    request.on('close', () => resolve('gone'))
  })
}
