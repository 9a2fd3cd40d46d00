import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { requireJsonType } from '../api/body.ts'
import { invalidRequest } from '../api/errors.ts'

/** A body that carries a file: its other fields as they would be in JSON, and the file. */
export interface UploadBody {
  readonly fields: Readonly<Record<string, unknown>>
  readonly file: Buffer
}

const base64Pattern = /^[A-Za-z0-9+/_-]*={0,2}$/

/**
 * Reads multipart, or JSON with base64: X takes both (twitter.md 2.2). `fields.media` stands for the
 * file, so that one schema checks either form.
 *
 * @throws Refusal 400
 */
export function readUploadBody(request: EmulatorRequest): UploadBody {
  return request.multipart === undefined ? fromJson(request) : fromMultipart(request.multipart)
}

function fromMultipart(parts: NonNullable<EmulatorRequest['multipart']>): UploadBody {
  const fields: Record<string, unknown> = {}
  let file: Buffer = Buffer.alloc(0)
  for (const part of parts) {
    if (part.name === 'media') {
      file = part.value
      fields['media'] = '(file)'
    } else {
      fields[part.name] = fieldValue(part.name, part.value.toString('utf8'))
    }
  }
  return { fields, file }
}

/** A form has only words; these fields are something else. */
function fieldValue(name: string, word: string): unknown {
  if (name === 'segment_index' && /^\d{1,9}$/.test(word)) return Number(word)
  if (name === 'shared') return word === 'true'
  if (name === 'additional_owners') return word.split(',')
  return word
}

function fromJson(request: EmulatorRequest): UploadBody {
  requireJsonType(request)
  const { json } = request
  if (typeof json !== 'object' || json === null) {
    throw invalidRequest('Request body is not valid JSON')
  }
  const fields: Readonly<Record<string, unknown>> = { ...json }
  const { media } = fields
  if (typeof media !== 'string') return { fields, file: Buffer.alloc(0) }
  if (!base64Pattern.test(media)) throw invalidRequest('$.media: is not base64')
  return { fields: { ...fields, media: '(file)' }, file: Buffer.from(media, 'base64') }
}
