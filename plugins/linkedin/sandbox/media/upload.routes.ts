import { createHash } from 'node:crypto'
import {
  mediaTypeOf,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { problem, Refusal, unauthorized } from '../api/errors.ts'
import { identify } from '../oauth/bearer.ts'
import { findAsset, keepAsset } from './asset-store.ts'
import type { Asset } from './asset.ts'
import { factsOf } from './file-facts.ts'
import { startProcessing } from './processing.ts'
import { partCount, partLength } from './upload-urls.ts'

/** The bytes of media, at the addresses that `initializeUpload` gave (linkedin.md 2.2 to 2.4). */
export const uploadRoutes: readonly EmulatorRoute[] = [
  {
    method: 'PUT',
    host: 'www.linkedin.com',
    path: '/dms-uploads/sp/:asset/:slot/0',
    operation: 'upload_media',
    async handle(request, context) {
      try {
        const asset = requireOpen(request, context)
        const slot = request.params['slot'] ?? ''
        const part = /^part-(\d+)$/.exec(slot)?.[1]
        if (asset.kind === 'video' && part !== undefined) {
          return await putPart(request, context, asset, Number(part))
        }
        if (asset.kind === 'video') return putCompanion(request, slot)
        return await putWhole(request, context, asset)
      } catch (error) {
        if (error instanceof Refusal) return error.response
        throw error
      }
    },
  },
]

function requireOpen(request: EmulatorRequest, context: EmulatorContext): Asset {
  const asset = findAsset(context, request.params['asset'] ?? '')
  if (asset === undefined || request.query.get('ut') !== asset.secret) {
    throw new Refusal({ status: 403, text: 'Forbidden' })
  }
  if (asset.expiresAt <= context.now().getTime()) {
    throw refused('The upload URL has expired', 'EXPIRED_UPLOAD_URL')
  }
  if (request.rawBody.length === 0) throw refused('The body is empty')
  return asset
}

/** A picture or a document: one request, with the member's token. */
async function putWhole(
  request: EmulatorRequest,
  context: EmulatorContext,
  asset: Asset,
): Promise<EmulatorResponse> {
  const caller = identify(request, context)
  if (typeof caller === 'string') throw new Refusal(unauthorized(caller))
  if (caller.member.id !== asset.memberId) throw new Refusal({ status: 403, text: 'Forbidden' })
  await context.store.putBytes(asset.id, request.rawBody)
  startProcessing(context, asset, factsOf(asset.kind, request.rawBody))
  return { status: 201 }
}

/** A part of a video: the address alone is the permission. */
async function putPart(
  request: EmulatorRequest,
  context: EmulatorContext,
  asset: Asset,
  index: number,
): Promise<EmulatorResponse> {
  requireNoToken(request)
  if (mediaTypeOf(request) !== 'application/octet-stream') {
    throw new Refusal(problem(415, 'Content-Type must be application/octet-stream'))
  }
  if (index >= partCount(asset)) throw new Refusal({ status: 403, text: 'Forbidden' })
  const wanted = partLength(asset, index)
  if (request.rawBody.length !== wanted) {
    throw refused(`The part must have ${wanted} bytes, not ${request.rawBody.length}`)
  }
  const digest = createHash('sha256').update(request.rawBody).digest('base64url')
  const etag = `/ambry-videotranscode/signedId/${asset.id}${index}${digest}.bin`
  await context.store.putBytes(`${asset.id}.${index}`, request.rawBody)
  const latest = findAsset(context, asset.id) ?? asset
  const parts = { ...latest.parts, [index]: { etag, bytes: request.rawBody.length } }
  keepAsset(context, { ...latest, parts })
  return { status: 200, headers: { etag: `"${etag}"` } }
}

/** Captions and a thumbnail are taken and looked at; nothing shows them. */
function putCompanion(request: EmulatorRequest, slot: string): EmulatorResponse {
  requireNoToken(request)
  if (slot === 'captions' && !request.rawBody.includes('-->')) {
    throw refused('Captions must be SRT')
  }
  if (slot === 'thumbnail' && request.headers['media-type-family'] !== 'STILLIMAGE') {
    throw refused('The header media-type-family must be STILLIMAGE')
  }
  return { status: 201 }
}

function requireNoToken(request: EmulatorRequest): void {
  if (request.headers['authorization'] === undefined) return
  throw refused('An upload URL is signed: send no Authorization header')
}

function refused(message: string, code = 'INVALID_UPLOAD'): Refusal {
  return new Refusal(problem(400, message, { code }))
}
