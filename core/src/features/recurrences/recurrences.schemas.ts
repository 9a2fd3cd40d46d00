import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { Id, nullable, PostFields, Time } from '../posts/post-fields.schemas.ts'
import { CreatePostBody } from '../posts/posts.schemas.ts'

const closed = { additionalProperties: false }

const notRecurring = [
  'brandId',
  'scheduledFor',
  'publishNow',
  'queue',
  'templateId',
  'variables',
  'content',
] as const

/** A post without brand and time: those are the recurrence's. */
export const RecurringPost = Type.Object(
  {
    ...Type.Omit(CreatePostBody, notRecurring).properties,
    ...Type.Required(Type.Pick(CreatePostBody, ['content'])).properties,
  },
  {
    ...closed,
    description:
      'A post as in `createPost`, with its text; brand and moments are the recurrence’s own.',
    examples: [{ content: 'Fresh bread at nine.', platforms: ['TWITTER'] }],
  },
)

/** See {@link RecurringPost}. */
export type RecurringPost = Static<typeof RecurringPost>

const fields = {
  rule: Type.String({
    minLength: 1,
    maxLength: 500,
    description:
      'The value of an RRULE (RFC 5545): FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYYEARDAY, BYWEEKNO, BYHOUR, BYMINUTE, BYSETPOS, WKST, and COUNT or UNTIL: at most 500 times, at most 2 years.',
    examples: ['FREQ=WEEKLY;BYDAY=MO,TH;COUNT=20'],
  }),
  startsAt: Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$',
    description:
      'From when the rule counts, as the clock on the wall shows it: a local time without zone.',
    examples: ['2027-01-04T09:00'],
  }),
  timezone: Type.String({ maxLength: 64, description: 'An IANA name such as `Europe/London`.' }),
  moreTexts: Type.Array(PostFields.content, {
    maxItems: 50,
    description: 'Texts that take turns with `post.content`, which comes first.',
  }),
}

const example = {
  brandId: '01997c3e-7a10-7c00-8000-000000000001',
  post: { content: 'Fresh bread at nine.', platforms: ['TWITTER'] },
  moreTexts: ['The oven is hot again.'],
  rule: 'FREQ=WEEKLY;BYDAY=MO,TH;COUNT=20',
  startsAt: '2027-01-04T09:00',
}

/** The body of `POST /v1/recurrences`. */
export const CreateRecurrenceBody = Type.Object(
  {
    brandId: Id,
    post: RecurringPost,
    rule: fields.rule,
    startsAt: fields.startsAt,
    timezone: Type.Optional({ ...fields.timezone, description: 'The brand’s by default.' }),
    moreTexts: Type.Optional(fields.moreTexts),
  },
  { ...closed, examples: [example] },
)

/** See {@link CreateRecurrenceBody}. */
export type CreateRecurrenceBody = Static<typeof CreateRecurrenceBody>

/** The body of `PATCH /v1/recurrences/:id`. */
export const UpdateRecurrenceBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    post: Type.Optional(RecurringPost),
    rule: Type.Optional(fields.rule),
    startsAt: Type.Optional(fields.startsAt),
    timezone: Type.Optional(fields.timezone),
    moreTexts: Type.Optional(fields.moreTexts),
    status: Type.Optional(
      Type.Unsafe<'active' | 'paused'>({ type: 'string', enum: ['active', 'paused'] }),
    ),
  },
  {
    ...closed,
    description:
      'Only what is named changes; `post` is replaced as a whole. What has been made stays as it is.',
    examples: [{ version: 1, status: 'paused' }],
  },
)

/** See {@link UpdateRecurrenceBody}. */
export type UpdateRecurrenceBody = Static<typeof UpdateRecurrenceBody>

/** The path of one recurrence. */
export const RecurrenceParams = Type.Object({ id: Id })

/** The query of `GET /v1/recurrences`. */
export const RecurrencesQuery = Type.Object(
  {
    ...PageQuery,
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
    brandId: Type.Optional(Id),
  },
  closed,
)

/** See {@link RecurrencesQuery}. */
export type RecurrencesQuery = Static<typeof RecurrencesQuery>

/** The query of a preview. */
export const PreviewQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Moments at most.' }),
  },
  closed,
)

/** The query of `DELETE /v1/recurrences/:id`. */
export const DeleteRecurrenceQuery = Type.Object(
  {
    deleteScheduled: Type.Boolean({
      default: false,
      description: 'Whether posts that it made and that have not gone out are deleted too.',
    }),
  },
  closed,
)

/** A recurrence as the API answers it. */
export const RecurrenceView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: Id,
  userId: nullable(Id),
  post: RecurringPost,
  moreTexts: Type.Array(Type.String()),
  rule: Type.String(),
  startsAt: Type.String(),
  timezone: Type.String(),
  status: Type.Unsafe<'active' | 'paused' | 'ended'>({
    type: 'string',
    enum: ['active', 'paused', 'ended'],
    description: '`ended`: everything that the rule plans is made.',
  }),
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
  createdAt: Time,
  updatedAt: Time,
})

/** See {@link RecurrenceView}. */
export type RecurrenceView = Static<typeof RecurrenceView>

const OccurrenceStatus = Type.Unsafe<'made' | 'failed'>({
  type: 'string',
  enum: ['made', 'failed'],
  description: '`made`: there is a post of it, `postId`, unless that was deleted.',
})

const OccurrenceError = Type.Union(
  [Type.Object({ code: Type.String(), message: Type.String() }), Type.Null()],
  { description: 'Why no post was made.' },
)

const LocalTime = Type.String({ description: 'The same, as the clock on the wall shows it.' })

/** The query of `GET /v1/recurrences/:id/occurrences`. */
export const OccurrencesQuery = Type.Object(
  { ...PageQuery, status: Type.Optional(OccurrenceStatus) },
  closed,
)

/** See {@link OccurrencesQuery}. */
export type OccurrencesQuery = Static<typeof OccurrencesQuery>

/** A moment of the plan that has come up. */
export const NotedOccurrenceView = Type.Object({
  id: Id,
  occursAt: Time,
  localTime: LocalTime,
  status: OccurrenceStatus,
  postId: nullable(Id),
  error: OccurrenceError,
  createdAt: Time,
})

/** See {@link NotedOccurrenceView}. */
export type NotedOccurrenceView = Static<typeof NotedOccurrenceView>

/** One moment of the plan. */
export const OccurrenceView = Type.Object({
  occursAt: Time,
  localTime: LocalTime,
  content: Type.String({ description: 'The text whose turn it is.' }),
  status: Type.Unsafe<'planned' | 'made' | 'failed'>({
    type: 'string',
    enum: ['planned', 'made', 'failed'],
    description: '`made`: there is a post of it, `postId`, unless that was deleted.',
  }),
  postId: nullable(Id),
  error: OccurrenceError,
})

/** See {@link OccurrenceView}. */
export type OccurrenceView = Static<typeof OccurrenceView>

/** The answer of `DELETE /v1/recurrences/:id`. */
export const DeletedRecurrenceView = Type.Object({
  id: Id,
  deletedPosts: Type.Integer(),
  keptPosts: Type.Integer({ description: 'Posts that it made and that are still to go out.' }),
})
