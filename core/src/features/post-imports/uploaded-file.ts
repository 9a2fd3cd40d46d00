import type { FastifyRequest } from 'fastify'
import { ApiError, invalid } from '../../errors.ts'

/**
 * The file of a request: its body as it is, or the part `file` of a multipart body.
 *
 * @throws ApiError UNSUPPORTED_MEDIA_TYPE for JSON, which is read for all routes; VALIDATION_ERROR for other parts;
 * PAYLOAD_TOO_LARGE, MALFORMED_REQUEST
 */
export async function fileOf(request: FastifyRequest): Promise<Buffer> {
  if (request.isMultipart()) return filePartOf(request)
  const { body } = request
  if (Buffer.isBuffer(body)) return body
  if (body === undefined || body === null) return Buffer.alloc(0)
  throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the file itself, as text/csv.')
}

async function filePartOf(request: FastifyRequest): Promise<Buffer> {
  let file: Buffer | undefined
  try {
    for await (const part of request.parts()) {
      if (part.fieldname !== 'file') {
        throw invalid(part.fieldname, 'Unknown part; options stand in the address.')
      }
      if (part.type !== 'file') throw invalid('file', 'Send the file itself, with a file name.')
      file = await part.toBuffer()
    }
  } catch (error) {
    // What still comes of the body is read and forgotten, or the connection would answer no more requests.
    request.raw.unpipe()
    request.raw.resume()
    throw answerTo(error)
  }
  if (file === undefined) throw invalid('file', 'Send the file in a part of this name.')
  return file
}

function answerTo(error: unknown): unknown {
  if (error instanceof ApiError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'FST_FILES_LIMIT') return invalid('file', 'Send one file in a request.')
  if (code.startsWith('FST_')) return error
  return new ApiError('MALFORMED_REQUEST', 'The multipart body is damaged.', { cause: error })
}
