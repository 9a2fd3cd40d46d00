import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { previewQueue } from './queue-preview.service.ts'
import {
  PreviewQuery,
  PutQueueBody,
  PutQueueHeaders,
  QueueParams,
  QueuePreview,
  QueueView,
} from './queue.schemas.ts'
import { getQueue, putQueue } from './queue.service.ts'

const tags = ['Queues']

/** The weekly slots of a brand: below `/brands/:id/queue`. */
export async function queueRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/brands/:id/queue',
    {
      config: { permission: ['read', 'Brand'] },
      schema: {
        operationId: 'getQueue',
        summary: 'Get the slots of a brand',
        description: 'None, as version 1, where nobody has said any.',
        tags,
        params: QueueParams,
        response: { 200: dataOf(QueueView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const queue = await getQueue(context, principalOf(request), request.params.id)
      return reply.header('etag', etagOf(queue.version)).send({ data: queue })
    },
  )

  app.put(
    '/brands/:id/queue',
    {
      config: { permission: ['update', 'Brand'] },
      schema: {
        operationId: 'putQueue',
        summary: 'Set the slots of a brand',
        description:
          'Up to 200 a week, by the clocks of the brand’s time zone. Posts with `queue: true` take the next free one. Needs the `version` that was read.',
        tags,
        params: QueueParams,
        headers: PutQueueHeaders,
        body: PutQueueBody,
        response: {
          200: dataOf(QueueView),
          ...errorsOf(
            'VALIDATION_ERROR',
            'FORBIDDEN',
            'NOT_FOUND',
            'VERSION_CONFLICT',
            'PLATFORM_UNAVAILABLE',
          ),
        },
      },
    },
    async (request, reply) => {
      const { version, slots } = request.body
      const queue = await putQueue(context, principalOf(request), request.params.id, {
        slots,
        version: versionOf(version, request.headers['if-match']),
      })
      return reply.header('etag', etagOf(queue.version)).send({ data: queue })
    },
  )

  app.get(
    '/brands/:id/queue/preview',
    {
      config: { permission: ['read', 'Brand'] },
      schema: {
        operationId: 'previewQueue',
        summary: 'See the next moments of a queue',
        description: 'With the posts that hold them, and the next that is free.',
        tags,
        params: QueueParams,
        querystring: PreviewQuery,
        response: { 200: QueuePreview, ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) =>
      previewQueue(context, principalOf(request), request.params.id, request.query.limit),
  )
}
