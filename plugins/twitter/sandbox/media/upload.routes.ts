import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { checkBody, readBody, requireJsonType } from '../api/body.ts'
import { userEndpoint } from '../api/endpoint.ts'
import { invalidRequest, payloadTooLarge } from '../api/errors.ts'
import { mediaLimits } from '../api/limits.ts'
import { requireFitting } from './categories.ts'
import { finishUpload } from './finish-upload.ts'
import { appendValidator, initializeValidator } from './media-schemas.ts'
import { findMedia, keepMedia, openUpload, requireUsableMedia } from './media-store.ts'
import { presentMedia } from './media-view.ts'
import { joinSegments, putSegment, removeSegments } from './segments.ts'
import { readUploadBody } from './upload-body.ts'

const scopes = ['media.write']

/** Chunked upload: initialize, append, finalize (twitter.md 2.2). */
export const uploadRoutes: readonly EmulatorRoute[] = [
  userEndpoint({
    method: 'POST',
    path: '/2/media/upload/initialize',
    operation: 'initialize_media',
    scopes,
    handle({ request, context, account }) {
      const body = readBody(request, initializeValidator)
      requireFitting(account, {
        category: body.media_category,
        mediaType: body.media_type,
        bytes: body.total_bytes,
      })
      const media = openUpload(context, {
        ownerId: account.id,
        additionalOwners: body.additional_owners ?? [],
        category: body.media_category,
        mediaType: body.media_type,
        totalBytes: body.total_bytes,
      })
      return { status: 200, json: { data: presentMedia(context, media) } }
    },
  }),
  userEndpoint({
    method: 'POST',
    path: '/2/media/upload/:id/append',
    operation: 'append_media',
    scopes,
    async handle({ request, context, account }) {
      const { fields, file } = readUploadBody(request)
      if (file.length > mediaLimits.chunkBytes) throw payloadTooLarge()
      const body = checkBody(fields, appendValidator)
      if (file.length === 0) throw invalidRequest('$.media: is empty')
      const id = request.params['id'] ?? ''
      const media = requireUsableMedia(context, account.id, id, 'id')
      if (media.finished !== null) {
        throw invalidRequest(`The upload [${id}] is finalized already.`, { id: [id] })
      }
      await putSegment(context, media, body.segment_index, file)
      const data = { expires_at: Math.floor(media.expiresAt / 1000) }
      return { status: 200, json: { data } }
    },
  }),
  userEndpoint({
    method: 'POST',
    path: '/2/media/upload/:id/finalize',
    operation: 'finalize_media',
    scopes,
    async handle({ request, context, account }) {
      if (request.rawBody.length > 0) requireJsonType(request)
      const id = request.params['id'] ?? ''
      const media = requireUsableMedia(context, account.id, id, 'id')
      // Said twice, it is answered twice: a client that lost the first answer must get on.
      if (media.finished === null) {
        const bytes = await joinSegments(context, media)
        const finished = finishUpload(context, media, bytes)
        await context.store.putBytes(media.id, bytes)
        // What was set meanwhile (alt text) stays.
        keepMedia(context, { ...(findMedia(context, id) ?? media), finished })
        await removeSegments(context, media)
      }
      const finished = findMedia(context, id) ?? media
      return { status: 200, json: { data: presentMedia(context, finished) } }
    },
  }),
]
