import { mediaTypeOf, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { ChunkedUpload } from '../posts/publication.ts'

const contentTypes = ['video/mp4', 'video/quicktime', 'video/webm']

/** Why a chunk is not taken: 400 for what it says of itself, 416 for what it is not the turn of. */
export interface BadChunk {
  readonly status: 400 | 416
  readonly reason: string
}

/** Checks a chunk against the plan of its upload (tiktok.md 2.3). Chunks come in order. */
export function checkChunk(request: EmulatorRequest, upload: ChunkedUpload): BadChunk | undefined {
  const { headers, rawBody } = request
  if (!contentTypes.includes(mediaTypeOf(request) ?? ''))
    return bad(`Content-Type must be one of ${contentTypes.join()}`)
  if (headers['content-length'] !== String(rawBody.length)) return bad('Content-Length is missing')
  const range = /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(headers['content-range'] ?? '')
  if (range === null) return bad('Content-Range must be bytes {first}-{last}/{total}')
  const [first, last, total] = range.slice(1).map(Number)
  if (first === undefined || last === undefined || total !== upload.size) {
    return bad(`the total of Content-Range must be ${upload.size}`)
  }
  if (last - first + 1 !== rawBody.length) {
    return bad(`Content-Range speaks of ${last - first + 1} bytes, the body has ${rawBody.length}`)
  }
  if (first !== upload.received) {
    return { status: 416, reason: `the next byte is ${upload.received}` }
  }
  const expected = nextChunkSize(upload)
  return rawBody.length === expected ? undefined : bad(`this chunk must have ${expected} bytes`)
}

/** Every chunk is as long as announced; the last one takes the rest. */
function nextChunkSize({
  size,
  chunkSize,
  chunks,
  received,
  receivedChunks,
}: ChunkedUpload): number {
  return receivedChunks === chunks - 1 ? size - received : chunkSize
}

function bad(reason: string): BadChunk {
  return { status: 400, reason }
}
