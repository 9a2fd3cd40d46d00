import { principalOf } from '../../authz/principal.ts'
import type { ErrorCode } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { CalendarAnswer, CalendarQuery } from './calendar.schemas.ts'
import { calendarOf, presentCalendarRow } from './post-calendar.service.ts'
import { publishPost, schedulePost, unschedulePost } from './post-edit.service.ts'
import { PostVerdict } from './post-validation.schemas.ts'
import { validatePost } from './post-validation.service.ts'
import { presentPost } from './post.presenter.ts'
import {
  CreatePostBody,
  PostParams,
  PostView,
  PublishPostBody,
  SchedulePostBody,
  UnschedulePostBody,
} from './posts.schemas.ts'

const tags = ['Posts']

const moving: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'FORBIDDEN',
  'NOT_FOUND',
  'PLATFORM_UNAVAILABLE',
  'ACCOUNT_NOT_CONNECTED',
  'DUPLICATE_CONTENT',
  'TOO_CLOSE',
  'VERSION_CONFLICT',
  'DELIVERY_IN_FLIGHT',
  'CONFLICT',
]

/** When posts go out, and whether they can: below `/posts`. */
export async function postPlanningRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/posts/calendar',
    {
      config: { permission: ['read', 'Post'] },
      schema: {
        operationId: 'getPostCalendar',
        summary: 'Get a month of the calendar',
        description:
          'What is scheduled, or was published, in a month of a time zone. Drafts without a time are not in it.',
        tags,
        querystring: CalendarQuery,
        response: { 200: CalendarAnswer, ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const { query } = request
      const { rows, from, to, truncated } = await calendarOf(context, principalOf(request), query)
      return {
        data: rows.map(presentCalendarRow),
        meta: {
          month: query.month,
          timezone: query.timezone,
          from: from.toISOString(),
          to: to.toISOString(),
          truncated,
        },
      }
    },
  )

  app.post(
    '/posts/validate',
    {
      config: { permission: ['create', 'Post'], idempotent: false },
      schema: {
        operationId: 'validatePost',
        summary: 'Check a post before it is stored',
        description:
          'Takes the body of `createPost` and says, for each account, what its network would refuse, with the counted lengths. Stores, fetches and uses nothing. What is wrong with the request itself is answered as `createPost` does.',
        tags,
        body: CreatePostBody,
        response: {
          200: dataOf(PostVerdict),
          ...errorsOf('VALIDATION_ERROR', 'FORBIDDEN', 'NOT_FOUND', 'PLATFORM_UNAVAILABLE'),
        },
      },
    },
    async (request) => ({
      data: await validatePost(context, principalOf(request), request.body),
    }),
  )

  app.post(
    '/posts/:id/publish',
    {
      config: { permission: ['publish', 'Post'], optionalBody: true },
      schema: {
        operationId: 'publishPost',
        summary: 'Publish a post now',
        description:
          'A draft, a scheduled post, or one that failed everywhere. It is on its way with the answer, not on the networks yet: `GET /v1/posts/:id/deliveries` tells.',
        tags,
        params: PostParams,
        body: PublishPostBody,
        response: { 200: dataOf(PostView), ...errorsOf(...moving) },
      },
    },
    async (request) => {
      const { id } = request.params
      return {
        data: presentPost(await publishPost(context, principalOf(request), id, request.body)),
      }
    },
  )

  app.post(
    '/posts/:id/schedule',
    {
      config: { permission: ['publish', 'Post'] },
      schema: {
        operationId: 'schedulePost',
        summary: 'Schedule a post',
        description:
          'Gives a draft, or one that failed everywhere, a time, or moves a scheduled post; with `queue: true` to the next free slot of the brand’s queue.',
        tags,
        params: PostParams,
        body: SchedulePostBody,
        response: { 200: dataOf(PostView), ...errorsOf(...moving, 'QUEUE_FULL') },
      },
    },
    async (request) => {
      const { id } = request.params
      return {
        data: presentPost(await schedulePost(context, principalOf(request), id, request.body)),
      }
    },
  )

  app.post(
    '/posts/:id/unschedule',
    {
      config: { permission: ['update', 'Post'], optionalBody: true },
      schema: {
        operationId: 'unschedulePost',
        summary: 'Make a draft of a scheduled post',
        description: 'Nothing is sent any more. A draft stays as it is.',
        tags,
        params: PostParams,
        body: UnschedulePostBody,
        response: {
          200: dataOf(PostView),
          ...errorsOf(
            'FORBIDDEN',
            'NOT_FOUND',
            'VERSION_CONFLICT',
            'DELIVERY_IN_FLIGHT',
            'CONFLICT',
          ),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      return {
        data: presentPost(await unschedulePost(context, principalOf(request), id, request.body)),
      }
    },
  )
}
