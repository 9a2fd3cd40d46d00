import type { PassThrough } from 'node:stream'
import { Type } from 'typebox'
import { authorize, organizationOf, principalOf } from '../../authz/principal.ts'
import { ApiError } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { makeChangeFeed } from './change-feed.ts'
import { parsePosition } from './change.ts'
import { openEventStream } from './event-stream.ts'

/** Streams that a person may have open at a process. */
export const mostStreams = 10

/** What tests change about it. */
export interface LiveUpdatesOptions {
  /** How often the audit log is looked at. */
  readonly everyMs?: number
  readonly heartbeatMs?: number
}

/** What changes, as it changes. */
export async function liveUpdatesRoutes(
  app: App,
  { everyMs = 1_000, heartbeatMs = 15_000 }: LiveUpdatesOptions,
): Promise<void> {
  const { context } = app
  const feed = makeChangeFeed(context, everyMs)
  const open = new Set<PassThrough>()
  const countOf = new Map<string, number>()

  // Streams never end by themselves, and a server that stops waits for its answers.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })

  app.get(
    '/events',
    {
      config: { permission: ['read', 'Organization'] },
      schema: {
        operationId: 'streamEvents',
        summary: 'Hear of changes as they happen',
        description:
          'Server-sent events: `event: post.updated`, `id`, and `data` with `resource`, `resourceId`, `action` and `brandId`; what it is now is read from the API. Only what you may read. First comes `ready`; `reset` instead means that too much was missed, and what is shown should be read anew. A comment comes every 15 seconds. Send the last `id` as `Last-Event-ID` to go on where you were. The stream ends with the access token, and when you lose the right; at most 10 a person.',
        tags: ['Live updates'],
        querystring: Type.Object(
          {
            organizationId: Type.Optional(
              Type.String({
                format: 'uuid',
                description: 'Your personal organization by default.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        headers: Type.Object({
          'last-event-id': Type.Optional(
            Type.String({
              maxLength: 100,
              description: 'The `id` of the last event that you have: what came after it is told.',
            }),
          ),
        }),
        response: {
          200: {
            description: 'A stream that stays open.',
            content: {
              'text/event-stream': {
                schema: Type.String({
                  examples: [
                    'event: post.updated\nid: 1042.0198f3a2-7f7e-7c6a-9d55-0f6c2a1b3c4d\ndata: {"resource":"post","resourceId":"0198f3a2-1f00-7e0e-8f11-6a7b8c9d0e33","action":"updated","brandId":"0198f3a1-5c02-7a41-9a90-2f5d3a7c8e22"}\n\n',
                  ],
                }),
              },
            },
          },
          ...errorsOf('NOT_FOUND', 'INVALID_CURSOR'),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { userId } = principal
      const organizationId = organizationOf(principal, request.query.organizationId)
      authorize(principal, 'read', 'Organization', { organizationId })
      const last = request.headers['last-event-id']
      const from = last === undefined || last === '' ? undefined : parsePosition(last)
      const release = reserve(userId)
      const stream = await openEventStream(context, feed, {
        organizationId,
        principal,
        from,
        authenticate: () => app.authenticator.authenticate(request),
        heartbeatMs,
      }).catch((error: unknown) => {
        release()
        throw error
      })
      open.add(stream)
      stream.once('close', () => {
        open.delete(stream)
        release()
      })
      reply.headers({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // Proxies that gather answers would keep events back.
        'x-accel-buffering': 'no',
      })
      // The type of the answer is that of its text.
      return reply.send(stream as never)
    },
  )

  /** Counts a stream before it is open, so that many at once are not too many. @throws ApiError RATE_LIMIT_EXCEEDED */
  function reserve(userId: string): () => void {
    const count = countOf.get(userId) ?? 0
    if (count >= mostStreams) {
      throw new ApiError(
        'RATE_LIMIT_EXCEEDED',
        `You have ${mostStreams} streams open; close one.`,
        {
          headers: { 'retry-after': '15' },
        },
      )
    }
    countOf.set(userId, count + 1)
    let released = false
    return () => {
      if (released) return
      released = true
      const left = (countOf.get(userId) ?? 1) - 1
      if (left === 0) countOf.delete(userId)
      else countOf.set(userId, left)
    }
  }
}
