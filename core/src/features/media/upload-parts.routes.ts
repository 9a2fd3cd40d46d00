import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { joinParts, partSeconds, signParts } from './direct-upload.parts.ts'
import {
  DirectUploadParams,
  UploadJoinBody,
  UploadPartsBody,
  UploadPartsView,
} from './direct-upload.schemas.ts'

const tags = ['Media']

/** Large files that browsers send to the storage in parts. */
export async function uploadPartsRoutes(app: App): Promise<void> {
  const { context } = app

  app.post(
    '/media/uploads/:id/parts',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'signUploadParts',
        summary: 'Get the addresses of parts of a file',
        description:
          'For the person who announced it, as often as it is wanted: parts may be sent in any order, several at a time, and again.',
        tags,
        params: DirectUploadParams,
        body: UploadPartsBody,
        response: { 200: dataOf(UploadPartsView), ...errorsOf('NOT_FOUND', 'CONFLICT') },
      },
    },
    async (request) => {
      const { id } = request.params
      const expiresAt = new Date(Date.now() + partSeconds * 1_000).toISOString()
      const parts = await signParts(context, principalOf(request), id, request.body.numbers)
      return { data: { parts, expiresAt } }
    },
  )

  app.post(
    '/media/uploads/:id/join',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'joinUploadParts',
        summary: 'Make one file of its parts',
        description: 'Then call `POST /v1/media/uploads/:id/complete`. May be repeated.',
        tags,
        params: DirectUploadParams,
        body: UploadJoinBody,
        response: {
          204: Type.Null({ description: 'The file is there.' }),
          ...errorsOf('NOT_FOUND', 'CONFLICT', 'VALIDATION_ERROR'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await joinParts(context, principalOf(request), id, request.body.etags)
      return reply.code(204).send(null)
    },
  )
}
