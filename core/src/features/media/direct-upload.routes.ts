import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import {
  DirectUploadBody,
  DirectUploadFileQuery,
  DirectUploadParams,
  DirectUploadView,
} from './direct-upload.schemas.ts'
import { planOf } from './direct-upload.parts.ts'
import {
  announceUpload,
  cancelUpload,
  completeUpload,
  receiveBytes,
} from './direct-upload.service.ts'
import { claimsOf, isSignedUpload } from './direct-upload.urls.ts'
import { sendingOf } from './direct-upload.ways.ts'
import { NewMediaView } from './media.schemas.ts'
import { presentNew } from './present-new.ts'
import { uploadPartsRoutes } from './upload-parts.routes.ts'

const tags = ['Media']

/** What a body of bytes is in the document: of the type that was announced. */
const anyBytes = { '*/*': { schema: { type: 'string', format: 'binary' } } }

/** The way into the library past the caller's own server: a browser sends the file to a signed address. */
export async function directUploadRoutes(app: App): Promise<void> {
  const { context } = app
  const { config } = context

  app.post(
    '/media/uploads',
    {
      config: { permission: ['create', 'Media'] },
      schema: {
        operationId: 'announceUpload',
        summary: 'Get an address to which a browser can send a file',
        description:
          'It takes exactly this number of bytes of this type, within 10 minutes (a day in parts), without a login. They count against the plan until then. Then call `POST /v1/media/uploads/:id/complete`. The address may be one of the storage; send what `headers` says, and nothing else.',
        tags,
        body: DirectUploadBody,
        response: {
          201: dataOf(DirectUploadView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'UNSUPPORTED_MEDIA',
            'PAYLOAD_TOO_LARGE',
            'QUOTA_EXCEEDED',
          ),
        },
      },
    },
    async (request, reply) => {
      const upload = await announceUpload(context, principalOf(request), request.body)
      const sending = await sendingOf(context, upload)
      return reply.code(201).send({
        data: {
          id: upload.id,
          method: 'PUT' as const,
          url: sending?.url ?? null,
          headers: { 'content-type': upload.mimeType },
          parts: planOf(context, upload),
          expiresAt: new Date(claimsOf(upload).expires * 1_000).toISOString(),
        },
      })
    },
  )

  await app.register(uploadPartsRoutes)

  app.delete(
    '/media/uploads/:id',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'cancelUpload',
        summary: 'Call an announced file off',
        description: 'What was sent of it is removed, and counts no more.',
        tags,
        params: DirectUploadParams,
        response: {
          204: Type.Null({ description: 'It is gone.' }),
          ...errorsOf('NOT_FOUND', 'CONFLICT'),
        },
      },
    },
    async (request, reply) => {
      await cancelUpload(context, principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/media/uploads/:id/complete',
    {
      config: { permission: ['create', 'Media'] },
      schema: {
        operationId: 'completeUpload',
        summary: 'Put a file that was sent into the library',
        description:
          'For the person who got the address. The file is looked at as in `POST /v1/media/upload`; one that is refused is gone.',
        tags,
        params: DirectUploadParams,
        response: {
          201: dataOf(NewMediaView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'CONFLICT',
            'VALIDATION_ERROR',
            'UNSUPPORTED_MEDIA',
            'QUOTA_EXCEEDED',
          ),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const media = await completeUpload(context, principal, request.params.id)
      return reply.code(201).send({ data: await presentNew(context, principal, media) })
    },
  )

  await app.register(async (scope: App) => {
    // In this scope every body is a stream of bytes, whatever it claims to be.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

    scope.put(
      '/media/uploads/:id/file',
      {
        config: {
          permission: 'public',
          rawBody: true,
          operation: { requestBody: { required: true, content: anyBytes } },
        },
        schema: {
          operationId: 'sendUploadFile',
          summary: 'Send the bytes of an announced file',
          description: 'The address that `POST /v1/media/uploads` answered, signature and all.',
          tags,
          params: DirectUploadParams,
          querystring: DirectUploadFileQuery,
          response: {
            204: Type.Null({ description: 'All bytes are there.' }),
            ...errorsOf('NOT_FOUND', 'CONFLICT', 'UNSUPPORTED_MEDIA_TYPE', 'VALIDATION_ERROR'),
          },
        },
      },
      async (request, reply) => {
        const { organization, type, size, expires, signature } = request.query
        const { id } = request.params
        const claims = { id, organizationId: organization, mimeType: type, size, expires }
        if (!isSignedUpload(config, claims, signature)) throw notFound('Upload')
        if (request.headers['content-type'] !== type) throw new ApiError('UNSUPPORTED_MEDIA_TYPE')
        if (Number(request.headers['content-length']) !== size) {
          throw invalid('content-length', `Send exactly ${size} bytes, and their number.`)
        }
        await receiveBytes(context, claims, request.body as Readable)
        return reply.code(204).send(null)
      },
    )
  })
}
