import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { Variables } from '../templates/templates.schemas.ts'
import {
  Id,
  nullable,
  Override,
  Overrides,
  Platform,
  PostFields,
  Time,
} from './post-fields.schemas.ts'
import { postStatuses } from './post.model.ts'

const closed = { additionalProperties: false }

const Status = Type.Unsafe<(typeof postStatuses)[number]>({
  type: 'string',
  enum: [...postStatuses],
})

const ScheduledFor = Type.String({
  format: 'date-time',
  description: 'When it goes out: a future moment, ISO 8601 with a zone.',
})

const AllowDuplicate = Type.Boolean({
  default: false,
  description:
    'Without it, content that went or will go to the same account within 24 hours is refused.',
})

/** See `minimumGapMinutes` of a brand. */
export const AllowBurst = Type.Boolean({
  default: false,
  description:
    'Whether it may be closer to another post of its account than the brand wants. For owners and admins.',
})

const Queue = Type.Boolean({
  description: 'Take the next free slot of the brand’s queue. Not together with another time.',
})

const version = 'The `version` that was read. Without it, whatever is there now is taken.'

const { content, thread } = PostFields

/** What an author may say of a post when it is made, and when it is changed. */
const optionalFields = {
  platforms: Type.Optional(PostFields.platforms),
  socialAccountIds: Type.Optional(nullable(PostFields.socialAccountIds)),
  scheduledFor: Type.Optional(nullable(ScheduledFor)),
  hashtags: Type.Optional(PostFields.hashtags),
  imageUrls: Type.Optional(PostFields.imageUrls),
  videoUrl: Type.Optional(nullable(PostFields.videoUrl)),
  mediaIds: Type.Optional(PostFields.mediaIds),
  altTexts: Type.Optional(PostFields.altTexts),
  thread: Type.Optional(thread),
  firstComment: Type.Optional(nullable(PostFields.firstComment)),
  overrides: Type.Optional(Overrides),
  aiGenerated: Type.Optional(PostFields.aiGenerated),
  aiPrompt: Type.Optional(nullable(PostFields.aiPrompt)),
  aiModel: Type.Optional(nullable(PostFields.aiModel)),
  aiGenerationId: Type.Optional({
    ...Id,
    description:
      'The generation that the text is from: it says `aiGenerated`, `aiPrompt` and `aiModel`, in the place of these.',
  }),
  allowDuplicate: Type.Optional(AllowDuplicate),
  allowBurst: Type.Optional(AllowBurst),
}

/** The body of `POST /v1/posts` and `POST /v1/posts/validate`. */
export const CreatePostBody = Type.Object(
  {
    brandId: Id,
    content: Type.Optional(content),
    templateId: Type.Optional({
      ...Id,
      description: 'A template of the brand, in the place of `content`.',
    }),
    variables: Type.Optional(Variables),
    ...optionalFields,
    publishNow: Type.Optional(
      Type.Boolean({ description: 'Publish at once. Not together with `scheduledFor`.' }),
    ),
    queue: Type.Optional(Queue),
  },
  {
    ...closed,
    description:
      'With `scheduledFor` the post is scheduled, with `publishNow` it goes out at once, with `queue` it takes the next free slot of the brand’s queue, with none of them it is a draft. The text is `content`, or a template with `variables` in it.',
    examples: [
      {
        brandId: '01997c3e-7a10-7c00-8000-000000000001',
        content: 'Exciting product launch coming next week! #ProductLaunch',
        platforms: ['TWITTER'],
        scheduledFor: '2027-01-15T10:00:00Z',
        imageUrls: ['https://cdn.t21.app/media/abc123.jpg'],
        hashtags: ['ProductLaunch', 'Innovation'],
        aiGenerated: true,
        aiPrompt: 'Create a teaser post for our upcoming product launch',
      },
      {
        brandId: '01997c3e-7a10-7c00-8000-000000000001',
        content: 'What we learned this year, in three posts.',
        platforms: ['TWITTER'],
        publishNow: true,
        mediaIds: ['01997c3e-7a10-7c00-8000-000000000002'],
        altTexts: { '01997c3e-7a10-7c00-8000-000000000002': 'Three people at a whiteboard' },
        thread: [{ content: 'First: …' }, { content: 'Second: …' }],
        overrides: { TWITTER: { options: { replySettings: 'following' } } },
      },
      {
        brandId: '01997c3e-7a10-7c00-8000-000000000001',
        templateId: '01997c3e-7a10-7c00-8000-000000000003',
        variables: { product: 'The new bread' },
        platforms: ['TWITTER'],
      },
    ],
  },
)

/** See {@link CreatePostBody}. */
export type CreatePostBody = Static<typeof CreatePostBody>

/** A body whose text is known: its own, or that of the template. */
export type WrittenPost = Omit<CreatePostBody, 'templateId' | 'variables'> & {
  readonly content: string
}

/** The body of `PATCH /v1/posts/:id`. */
export const UpdatePostBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    content: Type.Optional(content),
    ...optionalFields,
  },
  {
    ...closed,
    description:
      'Only what is named changes, and lists and `overrides` are replaced as a whole. Text and schedule are independent: changing one leaves the other as it is. `scheduledFor: null` makes a draft of a scheduled post.',
    examples: [
      { version: 3, content: 'A better text' },
      { version: 4, scheduledFor: null },
    ],
  },
)

/** See {@link UpdatePostBody}. */
export type UpdatePostBody = Static<typeof UpdatePostBody>

const actionFields = {
  version: Type.Optional(Type.Integer({ minimum: 1, description: version })),
  allowDuplicate: Type.Optional(AllowDuplicate),
  allowBurst: Type.Optional(AllowBurst),
}

/** The body of `POST /v1/posts/:id/schedule`. */
export const SchedulePostBody = Type.Object(
  { scheduledFor: Type.Optional(ScheduledFor), queue: Type.Optional(Queue), ...actionFields },
  { ...closed, examples: [{ scheduledFor: '2027-01-15T10:00:00Z' }, { queue: true }] },
)

/** See {@link SchedulePostBody}. */
export type SchedulePostBody = Static<typeof SchedulePostBody>

/** The body of `POST /v1/posts/:id/publish`; may be left out. */
export const PublishPostBody = Type.Object(actionFields, { ...closed, examples: [{}] })

/** See {@link PublishPostBody}. */
export type PublishPostBody = Static<typeof PublishPostBody>

/** The body of `POST /v1/posts/:id/unschedule`; may be left out. */
export const UnschedulePostBody = Type.Object(
  { version: actionFields.version },
  { ...closed, examples: [{}] },
)

/** The path of one post. */
export const PostParams = Type.Object({ id: Id })

/** The query of `GET /v1/posts`. */
export const ListPostsQuery = Type.Object(
  {
    ...PageQuery,
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'By default that of `brandId`, else your own.' }),
    ),
    brandId: Type.Optional(Id),
    status: Type.Optional(Status),
    platform: Type.Optional(Platform),
    from: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'Scheduled, or else published, at this moment or later.',
      }),
    ),
    to: Type.Optional(
      Type.String({ format: 'date-time', description: 'The same, but before it.' }),
    ),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Words, or parts of words, all of which must be in the text, in any case.',
      }),
    ),
  },
  closed,
)

/** See {@link ListPostsQuery}. */
export type ListPostsQuery = Static<typeof ListPostsQuery>

/** A post as the API answers it. */
export const PostView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: Id,
  userId: nullable(Id),
  content: Type.String(),
  platforms: Type.Array(Type.String()),
  socialAccountIds: nullable(Type.Array(Id)),
  status: Status,
  scheduledFor: nullable(Time),
  publishedAt: nullable(Time),
  imageUrls: Type.Array(Type.String()),
  videoUrl: nullable(Type.String()),
  mediaIds: Type.Array(Id, {
    description: 'All media of the post itself, those fetched from `imageUrls` included.',
  }),
  altTexts: Type.Record(Type.String(), Type.String(), {
    description: 'Alternative texts of this post, by media id.',
  }),
  hashtags: Type.Array(Type.String()),
  thread,
  firstComment: nullable(Type.String()),
  overrides: Type.Record(Type.String(), Override),
  aiGenerated: Type.Boolean(),
  aiPrompt: nullable(Type.String()),
  aiModel: nullable(Type.String()),
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
  createdAt: Time,
  updatedAt: Time,
})

/** See {@link PostView}. */
export type PostView = Static<typeof PostView>

/** The answer where a credit was used. */
export const CreatedPostAnswer = Type.Object({
  data: PostView,
  meta: Type.Object({
    creditsUsed: Type.Integer(),
    creditsRemaining: Type.Integer({ description: 'Posts left in this month’s plan.' }),
  }),
})

/** The answer of `DELETE /v1/posts/:id`. */
export const DeletedPostView = Type.Object({
  id: Id,
  creditReturned: Type.Boolean({ description: 'True where nothing had gone out.' }),
  stillPublished: Type.Array(
    Type.Object({ platform: Type.String(), url: nullable(Type.String()) }),
    { description: 'What was published stays on the networks; delete it there.' },
  ),
})
