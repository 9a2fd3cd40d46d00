import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { parametersOf, textOf, type Parameters } from '../api/body.ts'
import { userEndpoint, type RoutesOf, type UserCall } from '../api/endpoint.ts'
import { invalid, notFound, unprocessable } from '../api/errors.ts'
import { newId } from '../api/snowflake.ts'
import { everywhere, type Instance } from '../instances.ts'
import { findUnattached, isProcessed, saveMedia, type StoredMedia } from './media.ts'
import { mediaView } from './media-view.ts'
import { inspectFile } from './receive.ts'

const scopes = ['write', 'write:media']
const path = '/api/v1/media/:id'

/** Uploading, asking, describing, and taking away what was not used. */
export const mediaRoutes: RoutesOf = (instance) => [
  userEndpoint(instance, {
    method: 'POST',
    path: '/api/v2/media',
    operation: 'upload_media',
    scopes,
    limits: ['media'],
    handle: upload,
  }),
  userEndpoint(instance, {
    method: 'GET',
    path,
    operation: 'media_status',
    scopes,
    handle(call) {
      const media = withFaults(call.context, own(call))
      if (!isProcessed(call.context, media)) {
        return { status: 206, json: mediaView(call.context, instance.host, media) }
      }
      if (media.failed) throw unprocessable('Error processing thumbnail for uploaded media')
      return { status: 200, json: mediaView(call.context, instance.host, media) }
    },
  }),
  userEndpoint(instance, {
    method: 'PUT',
    path,
    operation: 'describe_media',
    scopes,
    handle(call) {
      const { context, request } = call
      const media = { ...own(call), ...descriptionIn(instance, parametersOf(request)) }
      saveMedia(context, media)
      return { status: 200, json: mediaView(context, instance.host, media) }
    },
  }),
  userEndpoint(instance, {
    method: 'DELETE',
    path,
    operation: 'delete_media',
    scopes,
    async handle(call) {
      const { id } = own(call)
      call.context.store.collection<StoredMedia>('media').delete(id)
      await call.context.store.removeBytes(id)
      return { status: 200, json: {} }
    },
  }),
]

async function upload({ instance, request, context, account }: UserCall) {
  const file = request.multipart?.find(({ name }) => name === 'file')
  const received = inspectFile(instance, file)
  const now = context.now().getTime()
  const isPicture = received.kind === 'image'
  const media = withFaults(context, {
    ...received,
    id: newId(context),
    accountId: account.id,
    description: null,
    ...descriptionIn(instance, parametersOf(request)),
    uploadedAt: now,
    readyAt: isPicture ? now : now + everywhere.processingSeconds * 1000,
    failed: false,
    statusId: null,
  })
  await context.store.putBytes(media.id, file?.value ?? Buffer.alloc(0))
  saveMedia(context, media)
  const status = isProcessed(context, media) ? 200 : 202
  return { status, json: mediaView(context, instance.host, media) }
}

function own({ request, context, account }: UserCall): StoredMedia {
  const media = findUnattached(context, account.id, request.params['id'] ?? '')
  if (media === undefined) throw notFound()
  return media
}

function descriptionIn(
  { maxDescription }: Instance,
  body: Parameters,
): { readonly description?: string | null } {
  const description = textOf(body['description'])
  if (description === undefined) return {}
  if (Array.from(description).length > maxDescription) {
    throw invalid(`Description is too long (maximum is ${maxDescription} characters)`)
  }
  return { description: description.trim() === '' ? null : description.trim() }
}

function withFaults(context: EmulatorContext, media: StoredMedia): StoredMedia {
  const slow = context.fault('processing_slow')
  const failed = context.fault('processing_failed')
  if (!slow && !failed) return media
  const readyAt = context.now().getTime() + everywhere.slowProcessingSeconds * 1000
  const changed = { ...media, ...(slow && { readyAt }), failed: media.failed || failed }
  saveMedia(context, changed)
  return changed
}
