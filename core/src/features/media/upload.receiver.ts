import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError, invalid } from '../../errors.ts'
import { cleanFileName } from './media.names.ts'
import { makeWorkFolder, type WorkFolder } from './work-folder.ts'

/** Longest silence in an upload. */
const stallMilliseconds = 60_000
/** What the parts of a body add to the file. */
const overheadBytes = 65_536

/** A file that has arrived, not looked at yet. */
export interface Upload {
  readonly folder: WorkFolder
  /** Cleaned. */
  readonly fileName: string
  readonly contentType: string
}

interface Received {
  upload: Upload | undefined
  /** The parts by their names: what the schema of the route looks at. The file is there by its name. */
  readonly fields: Record<string, unknown>
}

/**
 * Streams the file of a multipart body into a work folder. The folder is removed when this fails and, at
 * the latest, when the connection or the answer ends.
 *
 * @throws ApiError PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST, VALIDATION_ERROR
 */
export async function receiveUpload(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Received> {
  const { context } = request.server
  const { mediaMaxBytes } = context.config
  if (!request.isMultipart()) throw new ApiError('UNSUPPORTED_MEDIA_TYPE')
  if (Number(request.headers['content-length']) > mediaMaxBytes + overheadBytes) {
    throw tooLarge(mediaMaxBytes)
  }
  const folder = await makeWorkFolder(context)
  const remove = (): void => {
    folder.remove().catch((err: unknown) => request.log.warn({ err }, 'upload not removed'))
  }
  reply.raw.once('close', remove)
  try {
    return await readParts(request, folder, mediaMaxBytes)
  } catch (error) {
    // What still comes of the body is read and forgotten, or the connection would answer no more requests.
    request.raw.unpipe()
    request.raw.resume()
    await folder.remove()
    throw answerTo(error)
  }
}

async function readParts(
  request: FastifyRequest,
  folder: WorkFolder,
  maxBytes: number,
): Promise<Received> {
  const received: Received = { upload: undefined, fields: Object.create(null) as Fields }
  for await (const part of request.parts()) {
    if (part.type === 'file' && part.fieldname === 'file') {
      await save(part, folder, maxBytes)
      const fileName = cleanFileName(part.filename ?? '')
      received.upload = { folder, fileName, contentType: part.mimetype }
      received.fields['file'] = fileName
    } else if (part.type === 'file') {
      part.file.resume()
      received.fields[part.fieldname] = ''
    } else {
      add(received.fields, part)
    }
  }
  return received
}

type Fields = Record<string, unknown>

async function save(part: MultipartFile, folder: WorkFolder, maxBytes: number): Promise<void> {
  const stalled = new AbortController()
  const timer = setTimeout(() => {
    stalled.abort(new ApiError('MALFORMED_REQUEST', 'Nothing has come for 60 seconds.'))
  }, stallMilliseconds)
  try {
    await pipeline(
      part.file,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          timer.refresh()
          yield chunk
        }
      },
      createWriteStream(folder.original, { flags: 'wx', mode: 0o600 }),
      { signal: stalled.signal },
    )
  } finally {
    clearTimeout(timer)
  }
  if (part.file.truncated) throw tooLarge(maxBytes)
}

function add(fields: Fields, { fieldname, value, valueTruncated }: MultipartValue): void {
  if (valueTruncated) throw invalid(fieldname, 'The text is too long.')
  if (fieldname === 'file') throw invalid('file', 'Send the file itself, with a file name.')
  if (fieldname === 'tags') {
    const more = String(value)
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
    fields['tags'] = [...((fields['tags'] as string[] | undefined) ?? []), ...more]
    return
  }
  if (fieldname in fields) throw invalid(fieldname, 'Send this field once.')
  fields[fieldname] = value
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError('PAYLOAD_TOO_LARGE', `The file is larger than ${maxBytes} bytes.`, {
    details: { maxBytes },
  })
}

function answerTo(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ApiError) return error
  if (error.cause instanceof ApiError) return error.cause
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'FST_FILES_LIMIT') return invalid('file', 'Send one file in a request.')
  if (/^FST_(PARTS|FIELDS)_LIMIT$/.test(code)) return invalid('body', 'These are too many fields.')
  // Others of the parser say their own status; those of the disk are ours.
  if (code.startsWith('FST_') || /^E[A-Z]+$/.test(code)) return error
  return new ApiError('MALFORMED_REQUEST', 'The multipart body is damaged.', { cause: error })
}
