import { Type, type Static } from 'typebox'
import { Id, nullable, Time } from './post-fields.schemas.ts'
import { postStatuses } from './post.model.ts'

/** The query of `GET /v1/posts/calendar`. */
export const CalendarQuery = Type.Object(
  {
    month: Type.String({
      pattern: '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])$',
      description: 'The month, such as `2026-01`.',
      examples: ['2026-01'],
    }),
    timezone: Type.String({
      default: 'UTC',
      maxLength: 100,
      description: 'An IANA time zone: where the month begins and ends.',
      examples: ['Europe/London'],
    }),
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'By default that of `brandId`, else your own.' }),
    ),
    brandId: Type.Optional(Id),
  },
  { additionalProperties: false },
)

/** See {@link CalendarQuery}. */
export type CalendarQuery = Static<typeof CalendarQuery>

/** What a calendar shows of a post. */
export const CalendarItem = Type.Object({
  id: Id,
  brandId: Id,
  status: Type.Unsafe<(typeof postStatuses)[number]>({ type: 'string', enum: [...postStatuses] }),
  scheduledFor: nullable(Time),
  publishedAt: nullable(Time),
  platforms: Type.Array(Type.String()),
  excerpt: Type.String({ description: 'The first 140 characters of the text.' }),
  thumbnailMediaId: nullable(Id),
})

/** The answer of `GET /v1/posts/calendar`. */
export const CalendarAnswer = Type.Object({
  data: Type.Array(CalendarItem, { description: 'By time: scheduled, or else published.' }),
  meta: Type.Object({
    month: Type.String(),
    timezone: Type.String(),
    from: Time,
    to: Time,
    truncated: Type.Boolean({
      description:
        'True where the month has more than 2,000 posts and only the first are here; narrow it by `brandId`, or use `GET /v1/posts` with `from` and `to`.',
    }),
  }),
})
