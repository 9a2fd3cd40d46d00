import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { checkBody } from '../api/body.ts'
import { userEndpoint } from '../api/endpoint.ts'
import { invalidRequest, payloadTooLarge } from '../api/errors.ts'
import { mediaLimits } from '../api/limits.ts'
import { allowParameters } from '../api/query.ts'
import { familyOf, requireFitting } from './categories.ts'
import { finishUpload } from './finish-upload.ts'
import { oneShotValidator } from './media-schemas.ts'
import { keepMedia, openUpload, requireUsableMedia } from './media-store.ts'
import { presentMedia } from './media-view.ts'
import { pollProcessing } from './processing.ts'
import { sniff } from './sniff.ts'
import { readUploadBody } from './upload-body.ts'

const scopes = ['media.write']

/** A whole file in one request, and the question how far processing is (twitter.md 2.2). */
export const oneShotRoutes: readonly EmulatorRoute[] = [
  userEndpoint({
    method: 'POST',
    path: '/2/media/upload',
    operation: 'upload_media',
    scopes,
    async handle({ request, context, account }) {
      // `?command=INIT` and so on were the protocol before this one.
      allowParameters(request, [])
      const { fields, file } = readUploadBody(request)
      if (file.length > mediaLimits.chunkBytes) throw payloadTooLarge()
      const body = checkBody(fields, oneShotValidator)
      const plain = familyOf(body.media_category) === 'subtitles' ? 'text/srt' : undefined
      const mediaType = body.media_type ?? sniff(file) ?? plain
      if (mediaType === undefined) {
        throw invalidRequest('$.media: is not a picture, video or subtitles that X takes')
      }
      requireFitting(account, {
        category: body.media_category,
        mediaType,
        bytes: file.length,
      })
      const media = openUpload(context, {
        ownerId: account.id,
        additionalOwners: body.additional_owners ?? [],
        category: body.media_category,
        mediaType,
        totalBytes: file.length,
      })
      const finished = { ...media, finished: finishUpload(context, media, file) }
      await context.store.putBytes(media.id, file)
      keepMedia(context, finished)
      return { status: 200, json: { data: presentMedia(context, finished) } }
    },
  }),
  userEndpoint({
    method: 'GET',
    path: '/2/media/upload',
    operation: 'media_status',
    scopes,
    handle({ request, context, account }) {
      allowParameters(request, ['command', 'media_id'])
      const command = request.query.get('command')
      if (command !== 'STATUS') {
        throw invalidRequest(
          `The \`command\` query parameter value [${command ?? ''}] is not one of [STATUS]`,
          { command: [command ?? ''] },
        )
      }
      const id = request.query.get('media_id') ?? ''
      const media = requireUsableMedia(context, account.id, id, 'media_id')
      if (media.finished === null) {
        throw invalidRequest(`The upload [${id}] is not finalized.`, { media_id: [id] })
      }
      const { processing } = media.finished
      const asked =
        processing === null
          ? media
          : {
              ...media,
              finished: { ...media.finished, processing: pollProcessing(context, processing) },
            }
      keepMedia(context, asked)
      return { status: 200, json: { data: presentMedia(context, asked) } }
    },
  }),
]
