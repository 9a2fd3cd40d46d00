import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { mediaFilesRoutes } from './media-files.routes.ts'
import { presentMedia } from './media.presenter.ts'
import {
  MediaDetailView,
  MediaParams,
  MediaPatch,
  MediaQuery,
  MediaView,
  SignedUrlQuery,
  SignedUrlView,
} from './media.schemas.ts'
import { deleteMedia, getMedia, listMedia, updateMedia } from './media.service.ts'
import { signMediaUrl } from './media.urls.ts'
import { usageOf } from './media.usage.ts'
import { directUploadRoutes } from './direct-upload.routes.ts'
import { mediaTagsRoutes } from './media-tags.routes.ts'
import { mediaUploadRoutes } from './media-upload.routes.ts'

const tags = ['Media']

/** The library of pictures and videos. */
export async function mediaRoutes(app: App): Promise<void> {
  const { context } = app
  const { config } = context

  await app.register(mediaUploadRoutes)
  await app.register(mediaFilesRoutes)
  await app.register(mediaTagsRoutes)
  await app.register(directUploadRoutes)

  app.get(
    '/media',
    {
      config: { permission: ['read', 'Media'] },
      schema: {
        operationId: 'listMedia',
        summary: 'List pictures, videos and documents',
        description: 'Newest first.',
        tags,
        querystring: MediaQuery,
        response: { 200: pageOf(MediaView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { rows, list } = await listMedia(context, principalOf(request), request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: config.urlSecret,
        list,
      })
      return { data: items.map((media) => presentMedia(config, media)), meta }
    },
  )

  app.get(
    '/media/:id',
    {
      config: { permission: ['read', 'Media'] },
      schema: {
        operationId: 'getMedia',
        summary: 'Get a picture, video or document',
        description:
          'Its facts, where it is used, and addresses that work without a login for a day.',
        tags,
        params: MediaParams,
        response: { 200: dataOf(MediaDetailView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const media = await getMedia(context, principal, request.params.id)
      void reply.header('etag', etagOf(media.version))
      const { posts, logos } = await usageOf(context, principal, media)
      const usage = { posts: [...posts], logos: [...logos] }
      return { data: { ...presentMedia(config, media), usage } }
    },
  )

  app.get(
    '/media/:id/signed-url',
    {
      config: { permission: ['read', 'Media'] },
      schema: {
        operationId: 'getMediaSignedUrl',
        summary: 'Make an address for the file',
        description:
          'Whoever has it can fetch the file until it expires or the file is deleted, without a login.',
        tags,
        params: MediaParams,
        querystring: SignedUrlQuery,
        response: { 200: dataOf(SignedUrlView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const { disposition, expiresIn } = request.query
      const media = await getMedia(context, principalOf(request), request.params.id)
      const expires = Math.floor(Date.now() / 1_000) + expiresIn
      return {
        data: {
          url: signMediaUrl(config, media, { variant: 'file', disposition, expires }),
          expiresAt: new Date(expires * 1_000).toISOString(),
        },
      }
    },
  )

  app.patch(
    '/media/:id',
    {
      config: { permission: ['update', 'Media'] },
      schema: {
        operationId: 'updateMedia',
        summary: 'Change what is said about a picture, video or document',
        description: 'Posts that are scheduled already use the new alternative text.',
        tags,
        params: MediaParams,
        body: MediaPatch,
        response: {
          200: dataOf(MediaView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'VERSION_CONFLICT'),
        },
      },
    },
    async (request, reply) => {
      const { params, body, headers } = request
      const version = versionOf(body.version, headers['if-match'])
      const change = { ...body, version }
      const media = await updateMedia(context, principalOf(request), params.id, change)
      return reply.header('etag', etagOf(media.version)).send({ data: presentMedia(config, media) })
    },
  )

  app.delete(
    '/media/:id',
    {
      config: { permission: ['delete', 'Media'] },
      schema: {
        operationId: 'deleteMedia',
        summary: 'Delete a picture, video or document',
        description:
          'It is gone from the library and from all addresses at once; its bytes are removed within some minutes. What is published stays on the networks. Refused while a post that is not published yet needs it, or a brand has it as its logo.',
        tags,
        params: MediaParams,
        response: {
          204: Type.Null({ description: 'It is deleted.' }),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'CONFLICT'),
        },
      },
    },
    async (request, reply) => {
      await deleteMedia(context, principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
