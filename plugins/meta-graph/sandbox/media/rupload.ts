import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { uploadError } from '../api/errors.ts'
import { liveVersions } from '../api/limits.ts'

/** The bytes of an upload so far. */
export interface Upload {
  readonly id: string
  readonly received: number
  /** Known from the first request on. */
  readonly fileSize: number | null
  readonly complete: boolean
}

/** What an emulation says about its uploads. */
export interface RuploadOptions {
  /** `video-upload` or `ig-api-upload`. */
  readonly prefix: string
  readonly operation: string
  /** The answer on success: `{ success: true }`. */
  readonly success: Readonly<Record<string, unknown>>
  /** In bytes. */
  readonly largest: number
  /** Whether this token may fill the upload of this id: false is 401, `undefined` an upload that does not exist. */
  authorize(context: EmulatorContext, id: string, token: string | undefined): boolean | undefined
  /** All bytes are there, below the upload's id. A text is the reason for which they are refused. */
  complete(context: EmulatorContext, id: string, bytes: Buffer): string | undefined
}

/** `rupload.facebook.com`: raw bytes with an offset, or an address to fetch them from (facebook.md 2.5). */
export function ruploadRoutes(options: RuploadOptions): readonly EmulatorRoute[] {
  const { prefix, operation } = options
  const common = {
    method: 'POST',
    host: 'rupload.facebook.com',
    operation,
    handle: (request: EmulatorRequest, context: EmulatorContext) =>
      answer(options, request, context),
  } as const
  return [
    { ...common, path: `/${prefix}/:version/:upload` },
    { ...common, path: `/${prefix}/:upload` },
  ]
}

/** Opens an upload, of which no byte has come yet. */
export function openUpload(context: EmulatorContext, id: string): void {
  uploads(context).set(id, { id, received: 0, fileSize: null, complete: false })
}

/** The upload of an id. */
export function uploadOf(context: EmulatorContext, id: string): Upload | undefined {
  return uploads(context).get(id)
}

async function answer(
  options: RuploadOptions,
  request: EmulatorRequest,
  context: EmulatorContext,
): Promise<EmulatorResponse> {
  const { version, upload: id = '' } = request.params
  const token = /^OAuth (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  const allowed = options.authorize(context, id, token)
  const upload = uploadOf(context, id)
  const known = version === undefined || liveVersions.includes(version)
  if (allowed === undefined || upload === undefined || !known) {
    return failure(404, `There is no upload ${id}`)
  }
  if (!allowed) return uploadError(401, 'NotAuthorizedError', 'Authentication failed', false)
  if (upload.complete) return failure(400, 'The upload is complete already')
  const address = request.headers['file_url']
  if (address !== undefined) return await fetchAll(options, context, upload, address)
  return await append(options, request, context, upload)
}

async function append(
  options: RuploadOptions,
  { headers, rawBody }: EmulatorRequest,
  context: EmulatorContext,
  upload: Upload,
): Promise<EmulatorResponse> {
  const offset = wholeNumber(headers['offset'])
  const fileSize = wholeNumber(headers['file_size'])
  if (fileSize === undefined || fileSize === 0)
    return failure(400, 'The header file_size is required')
  if (fileSize > options.largest || (upload.fileSize ?? fileSize) !== fileSize) {
    return failure(400, `file_size ${fileSize} is not what it can be`)
  }
  if (offset !== upload.received) {
    return uploadError(
      400,
      'OffsetInvalidError',
      `Request starting offset is invalid: ${String(offset)}, expected ${upload.received}`,
      false,
    )
  }
  const received = upload.received + rawBody.length
  if (received > fileSize) return failure(400, 'There are more bytes than file_size says')
  // What an earlier attempt left behind does not count.
  const before = upload.received === 0 ? undefined : await context.store.getBytes(upload.id)
  const bytes = Buffer.concat([before ?? Buffer.alloc(0), rawBody])
  await context.store.putBytes(upload.id, bytes)
  if (received < fileSize) {
    uploads(context).set(upload.id, { ...upload, received, fileSize })
    return uploadError(
      400,
      'PartialRequestError',
      `Partial request (did not match length of file): ${received} of ${fileSize}`,
      true,
    )
  }
  return finish(options, context, { ...upload, received, fileSize }, bytes)
}

/** The network fetches the file itself, without following redirects. */
async function fetchAll(
  options: RuploadOptions,
  context: EmulatorContext,
  upload: Upload,
  address: string,
): Promise<EmulatorResponse> {
  const file = await context.fetch(address)
  const { length } = file.bytes
  if (file.status !== 200 || length === 0 || length > options.largest) {
    return failure(400, 'The file could not be downloaded from file_url')
  }
  await context.store.putBytes(upload.id, file.bytes)
  return finish(options, context, { ...upload, received: length, fileSize: length }, file.bytes)
}

function finish(
  options: RuploadOptions,
  context: EmulatorContext,
  upload: Upload,
  bytes: Buffer,
): EmulatorResponse {
  const refused = options.complete(context, upload.id, bytes)
  if (refused !== undefined) {
    // The bytes are thrown away: another file may take their place.
    uploads(context).set(upload.id, { ...upload, received: 0, fileSize: null })
    return failure(400, refused)
  }
  uploads(context).set(upload.id, { ...upload, complete: true })
  return { status: 200, json: options.success }
}

function failure(status: number, message: string): EmulatorResponse {
  return uploadError(status, 'ProcessingFailedError', message, false)
}

function wholeNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

function uploads(context: EmulatorContext): Map<string, Upload> {
  return context.store.collection<Upload>('uploads')
}
