import { Type, type Static } from 'typebox'
import { nullable } from './post-fields.schemas.ts'
import { CreatePostBody } from './posts.schemas.ts'
import { RowError } from './row-error.ts'

/** Of how many posts some must be refusable without the others. */
export const BulkMode = Type.Unsafe<'all_or_nothing' | 'each'>({
  type: 'string',
  enum: ['all_or_nothing', 'each'],
  description:
    '`all_or_nothing`: one post that is refused refuses all of them. `each`: every post by itself.',
})

/** See {@link BulkMode}. */
export type BulkMode = Static<typeof BulkMode>

/** The body of `POST /v1/posts/bulk`. */
export const BulkPostsBody = Type.Object(
  {
    mode: BulkMode,
    dryRun: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Says what would become of every post, and stores, fetches and uses nothing. Files behind addresses are not looked at.',
      }),
    ),
    posts: Type.Array(CreatePostBody, { minItems: 1, maxItems: 100 }),
  },
  {
    additionalProperties: false,
    examples: [
      {
        mode: 'all_or_nothing',
        posts: [
          {
            brandId: '01997c3e-7a10-7c00-8000-000000000001',
            content: 'Doors open on Monday.',
            platforms: ['TWITTER'],
            scheduledFor: '2027-01-15T10:00:00Z',
          },
        ],
      },
    ],
  },
)

/** See {@link BulkPostsBody}. */
export type BulkPostsBody = Static<typeof BulkPostsBody>

/** What became of one of several posts. */
export const BulkRow = Type.Object({
  index: Type.Integer({ minimum: 0, description: 'Its place in `posts`.' }),
  status: Type.Unsafe<'created' | 'valid' | 'failed'>({
    type: 'string',
    enum: ['created', 'valid', 'failed'],
    description: '`valid` in a dry run: it would have been created.',
  }),
  id: nullable(Type.String({ format: 'uuid', description: 'Of the post that was created.' })),
  error: Type.Union([RowError, Type.Null()]),
})

/** See {@link BulkRow}. */
export type BulkRow = Static<typeof BulkRow>

/** The answer of `POST /v1/posts/bulk`. */
export const BulkAnswer = Type.Object({
  data: Type.Array(BulkRow),
  meta: Type.Object({
    dryRun: Type.Boolean(),
    succeeded: Type.Integer(),
    failed: Type.Integer(),
    creditsUsed: Type.Integer(),
  }),
})
