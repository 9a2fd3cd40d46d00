import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { allows, principalOf } from '../../authz/principal.ts'
import { ApiError } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { importMedia } from './media.import.ts'
import { presentNew } from './present-new.ts'
import { ImportBody, NewMediaView, UploadBody } from './media.schemas.ts'
import { uploadMedia } from './media.upload.ts'
import { receiveUpload, type Upload } from './upload.receiver.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What `POST /media/upload` has received. */
    upload: Upload | null
  }
}

const refusals = [
  'NOT_FOUND',
  'FORBIDDEN',
  'VALIDATION_ERROR',
  'UNSUPPORTED_MEDIA',
  'PAYLOAD_TOO_LARGE',
  'QUOTA_EXCEEDED',
] as const
const tags = ['Media']

/** The two ways into the library: from the caller's disk, and from an address. */
export async function mediaUploadRoutes(app: App): Promise<void> {
  const { context } = app
  app.decorateRequest('upload', null)
  await app.register(multipart, {
    limits: {
      files: 1,
      fileSize: context.config.mediaMaxBytes,
      fields: 60,
      fieldNameSize: 100,
      fieldSize: 10_000,
      parts: 61,
    },
  })

  app.post(
    '/media/upload',
    {
      config: { permission: ['create', 'Media'] },
      // Streams the file to the disk; what is left of the body then meets the schema.
      preValidation: receive,
      schema: {
        operationId: 'uploadMedia',
        summary: 'Upload a picture, video or document',
        description:
          'Pictures are decoded and encoded anew: the orientation is applied, and positions and other hidden data (EXIF) are dropped. Videos are stored as they are.',
        tags,
        consumes: ['multipart/form-data'],
        body: UploadBody,
        response: {
          201: dataOf(NewMediaView),
          ...errorsOf(...refusals, 'UNSUPPORTED_MEDIA_TYPE', 'MALFORMED_REQUEST'),
        },
      },
    },
    async (request, reply) => {
      const { upload } = request
      if (upload === null) throw new ApiError('UNSUPPORTED_MEDIA_TYPE')
      const principal = principalOf(request)
      const media = await uploadMedia(context, principal, upload, request.body)
      return reply.code(201).send({ data: await presentNew(context, principal, media) })
    },
  )

  app.post(
    '/media/import',
    {
      config: { permission: ['create', 'Media'] },
      schema: {
        operationId: 'importMedia',
        summary: 'Import a picture, video or document from an address',
        description:
          'Fetches the file and stores a copy, so that the address may disappear afterwards. Only public https addresses are fetched, no redirect is followed, and it must arrive within 30 seconds.',
        tags,
        body: ImportBody,
        response: { 201: dataOf(NewMediaView), ...errorsOf(...refusals, 'URL_NOT_ALLOWED') },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const media = await importMedia(context, principal, request.body)
      return reply.code(201).send({ data: await presentNew(context, principal, media) })
    },
  )
}

async function receive(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  // Half a gigabyte is not taken from somebody who may not store it anywhere.
  const principal = principalOf(request)
  const somewhere = principal.organizationIds.some((organizationId) =>
    allows(principal, 'create', 'Media', { organizationId, brandId: null }),
  )
  if (!somewhere) throw new ApiError('FORBIDDEN')
  const { upload, fields } = await receiveUpload(request, reply)
  request.upload = upload ?? null
  request.body = fields
}
