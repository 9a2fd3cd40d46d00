import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { calendarBehind } from './brand-calendar.service.ts'
import {
  CalendarFeedView,
  CalendarParams,
  FeedParams,
  NewCalendarFeedView,
} from './calendar-feeds.schemas.ts'
import { deleteFeed, getFeed, rotateFeed } from './calendar-feeds.service.ts'

const tags = ['Calendars']

/** The calendar of a brand, to subscribe to in other programs. */
export async function calendarFeedsRoutes(app: App): Promise<void> {
  const { context } = app

  app.post(
    '/brands/:id/calendar-feed',
    {
      // The answer holds a secret: it must not be kept for a repetition.
      config: { permission: ['update', 'Brand'], idempotent: false },
      schema: {
        operationId: 'rotateCalendarFeed',
        summary: 'Make the address of a brand’s calendar',
        description:
          'A secret address of a calendar (RFC 5545) that other programs can subscribe to. It is shown only once; made again, the one before stops answering.',
        tags,
        params: FeedParams,
        response: { 201: dataOf(NewCalendarFeedView), ...errorsOf('FORBIDDEN', 'NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const feed = await rotateFeed(context, principalOf(request), request.params.id)
      void reply.code(201).header('cache-control', 'no-store')
      return { data: feed }
    },
  )

  app.get(
    '/brands/:id/calendar-feed',
    {
      config: { permission: ['read', 'Brand'], secret: true },
      schema: {
        operationId: 'getCalendarFeed',
        summary: 'See whether a brand’s calendar has an address',
        description: 'The address itself was shown when it was made, and is not kept.',
        tags,
        params: FeedParams,
        response: { 200: dataOf(CalendarFeedView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => ({
      data: await getFeed(context, principalOf(request), request.params.id),
    }),
  )

  app.delete(
    '/brands/:id/calendar-feed',
    {
      config: { permission: ['update', 'Brand'] },
      schema: {
        operationId: 'deleteCalendarFeed',
        summary: 'Revoke the address of a brand’s calendar',
        description: 'From then on it answers as an address that never was.',
        tags,
        params: FeedParams,
        response: {
          204: Type.Null({ description: 'It is revoked.' }),
          ...errorsOf('FORBIDDEN', 'NOT_FOUND'),
        },
      },
    },
    async (request, reply) => {
      await deleteFeed(context, principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/calendar/:token.ics',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'readCalendar',
        summary: 'Read a calendar',
        description:
          'What a brand has published in the last 30 days and scheduled for the next 180, for programs that subscribe. The address is the only credential.',
        tags,
        params: CalendarParams,
        response: {
          200: {
            description: 'The calendar.',
            content: { 'text/calendar': { schema: Type.String() } },
          },
          304: Type.Null({ description: 'You have it already.' }),
          ...errorsOf('NOT_FOUND'),
        },
      },
    },
    async (request, reply) => {
      const { text, etag } = await calendarBehind(context, request.params.token)
      void reply
        .header('cache-control', 'private, max-age=300')
        .header('vary', 'Origin')
        .header('etag', etag)
        .header('referrer-policy', 'no-referrer')
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send(null)
      return reply
        .type('text/calendar; charset=utf-8')
        .serializer((body: string) => body)
        .send(text)
    },
  )
}

/** Whether the client has this version: any of the tags that it names, weak ones too (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
