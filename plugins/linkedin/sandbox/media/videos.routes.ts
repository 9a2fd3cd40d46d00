import type { EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { posting, requireActor } from '../accounts/actor.ts'
import { readBody } from '../api/body.ts'
import { restEndpoint, type Call } from '../api/endpoint.ts'
import { invalidInput, notFound } from '../api/errors.ts'
import { mediaLimits } from '../api/limits.ts'
import { assetOfUrn, assetUrn } from './asset-store.ts'
import type { Asset } from './asset.ts'
import { factsOf } from './file-facts.ts'
import { finalizeVideoValidator, initializeVideoValidator } from './initialize-schema.ts'
import { actionOf, openFor, resources } from './initialize.ts'
import { startProcessing } from './processing.ts'
import { partCount, uploadInstructions, uploadUrl } from './upload-urls.ts'

/** Videos: parts with ETags, put together at the end (linkedin.md 2.3). */
export const videoRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'POST',
    path: '/rest/videos',
    operation: 'video_action',
    restliMethods: ['ACTION'],
    async handle(call) {
      const action = actionOf(call, ['initializeUpload', 'finalizeUpload'])
      return action === 'initializeUpload' ? initialize(call) : await finalize(call)
    },
  }),
]

function initialize(call: Call): EmulatorResponse {
  const { initializeUploadRequest: asked } = readBody(call.request, initializeVideoValidator)
  const { videoBytesLeast, videoBytesMost } = mediaLimits
  if (asked.fileSizeBytes < videoBytesLeast || asked.fileSizeBytes > videoBytesMost) {
    throw invalidInput(
      'INVALID_VALUE_FOR_FIELD',
      'initializeUploadRequest/fileSizeBytes',
      `must be between ${videoBytesLeast} and ${videoBytesMost}`,
    )
  }
  const { context } = call
  const { owner, fileSizeBytes: fileSize } = asked
  const asset = openFor(call, { kind: 'video', owner, fileSize })
  const captions = { captionsUploadUrl: uploadUrl(context, asset, 'captions') }
  const thumbnail = { thumbnailUploadUrl: uploadUrl(context, asset, 'thumbnail') }
  return {
    status: 200,
    json: {
      value: {
        uploadUrlsExpireAt: asset.expiresAt,
        video: assetUrn(asset),
        uploadToken: '',
        uploadInstructions: uploadInstructions(context, asset),
        ...(asked.uploadCaptions === true ? captions : {}),
        ...(asked.uploadThumbnail === true ? thumbnail : {}),
      },
    },
  }
}

/** The ETags must be those of all parts, in their order. A repeated one changes nothing. */
async function finalize(call: Call): Promise<EmulatorResponse> {
  const { finalizeUploadRequest: asked } = readBody(call.request, finalizeVideoValidator)
  const { context } = call
  const asset = assetOfUrn(context, asked.video)
  if (asset === undefined || asset.kind !== 'video') throw notFound()
  requireActor(call, asset.owner, {
    ...posting,
    field: 'finalizeUploadRequest/video',
    resource: `${resources.video}.ACTION-finalizeUpload`,
  })
  if (asked.uploadToken !== '') {
    throw wrong('uploadToken', 'is not the one that initializeUpload gave')
  }
  requireParts(asset, asked.uploadedPartIds)
  if (asset.uploaded !== null) return { status: 200 }
  const bytes = await joinParts(call, asset)
  await context.store.putBytes(asset.id, bytes)
  startProcessing(context, asset, factsOf('video', bytes))
  return { status: 200 }
}

function requireParts(asset: Asset, ids: readonly string[]): void {
  const wanted = partCount(asset)
  if (ids.length !== wanted) {
    throw wrong('uploadedPartIds', `must name all ${wanted} parts, not ${ids.length}`)
  }
  for (const [index, id] of ids.entries()) {
    if (asset.parts[index]?.etag === id) continue
    throw wrong('uploadedPartIds', `number ${index + 1} is not the ETag of that part`)
  }
}

async function joinParts({ context }: Call, asset: Asset): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let index = 0; index < partCount(asset); index += 1) {
    const key = `${asset.id}.${index}`
    parts.push((await context.store.getBytes(key)) ?? Buffer.alloc(0))
    await context.store.removeBytes(key)
  }
  return Buffer.concat(parts)
}

function wrong(field: string, description: string): Error {
  return invalidInput('INVALID_VALUE_FOR_FIELD', `finalizeUploadRequest/${field}`, description)
}
