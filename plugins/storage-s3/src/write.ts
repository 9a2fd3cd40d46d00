import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3'
import type { Bucket } from './bucket.ts'
import { asking } from './failures.ts'

/** Of a part that T21 sends itself: so much is in memory at a time, for each writing. 10,000 parts are 78 GiB. */
const partBytes = 8_388_608

/** An object that is going to be written. */
export interface NewObject {
  readonly object: string
  readonly content: Readable
  readonly mimeType: string
}

/**
 * Sends a stream: in one request where it fits into a part, else in parts. What breaks leaves nothing, neither an object nor
 * parts.
 *
 * @returns the size in bytes
 */
export async function writeObject(
  bucket: Bucket,
  { object, content, mimeType }: NewObject,
): Promise<number> {
  const { client, name } = bucket
  const names = { Bucket: name, Key: object }
  const broken = new AbortController()
  // A part that is under way is not waited for when there will be no object: the storage may be slow, or say nothing.
  content.once('error', (error) => broken.abort(error))
  try {
    const pieces = piecesOf(content, partBytes)
    const first = (await pieces.next()).value ?? Buffer.alloc(0)
    if (first.length < partBytes) {
      await asking('store an object', () =>
        client.send(new PutObjectCommand({ ...names, Body: first, ContentType: mimeType })),
      )
      return first.length
    }
    const { UploadId } = await asking('begin an upload', () =>
      client.send(new CreateMultipartUploadCommand({ ...names, ContentType: mimeType })),
    )
    const upload = { ...names, UploadId }
    try {
      return await sendParts(bucket, upload, { first, rest: pieces, signal: broken.signal })
    } catch (error) {
      // Where even this fails, the bucket's own rule for incomplete uploads removes the parts.
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined)
      throw broken.signal.aborted ? broken.signal.reason : error
    }
  } finally {
    content.destroy()
  }
}

async function sendParts(
  { client }: Bucket,
  upload: { readonly Bucket: string; readonly Key: string; readonly UploadId: string | undefined },
  {
    first,
    rest,
    signal: abortSignal,
  }: {
    readonly first: Buffer
    readonly rest: AsyncGenerator<Buffer, undefined>
    readonly signal: AbortSignal
  },
): Promise<number> {
  const Parts: CompletedPart[] = []
  let size = 0
  let piece: Buffer | undefined = first
  while (piece !== undefined) {
    const [PartNumber, Body]: [number, Buffer] = [Parts.length + 1, piece]
    const { ETag } = await asking('store a part', () =>
      client.send(new UploadPartCommand({ ...upload, PartNumber, Body }), { abortSignal }),
    )
    Parts.push({ PartNumber, ETag })
    size += Body.length
    piece = (await rest.next()).value
  }
  await asking('complete an upload', () =>
    client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
  )
  return size
}

/** A stream in pieces of this many bytes, the last of which may be smaller. */
async function* piecesOf(content: Readable, bytes: number): AsyncGenerator<Buffer, undefined> {
  let chunks: Buffer[] = []
  let length = 0
  for await (const chunk of content as AsyncIterable<Buffer | string>) {
    let rest = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)
    while (length + rest.length >= bytes) {
      const head = rest.subarray(0, bytes - length)
      yield Buffer.concat([...chunks, head])
      rest = rest.subarray(head.length)
      chunks = []
      length = 0
    }
    if (rest.length > 0) chunks.push(rest)
    length += rest.length
  }
  if (length > 0) yield Buffer.concat(chunks)
}
