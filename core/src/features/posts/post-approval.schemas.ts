import { Type, type Static } from 'typebox'
import { Id, nullable, Time } from './post-fields.schemas.ts'
import { AllowBurst, PostView } from './posts.schemas.ts'

const closed = { additionalProperties: false }

const version = Type.Optional(
  Type.Integer({
    minimum: 1,
    description: 'The `version` that was read and is decided on; or send it as `If-Match`.',
  }),
)

const Comment = Type.String({
  minLength: 1,
  maxLength: 2_000,
  pattern: '\\S',
  description: 'What the author is told.',
})

/** The body of `POST /v1/posts/:id/approve`. */
export const ApprovePostBody = Type.Object(
  {
    version,
    comment: Type.Optional(Comment),
    scheduledFor: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'Another time than the author’s; needed where that has passed.',
      }),
    ),
    allowBurst: Type.Optional(AllowBurst),
  },
  { ...closed, examples: [{ version: 2, comment: 'Lovely.' }] },
)

/** The body of `POST /v1/posts/:id/reject`. */
export const RejectPostBody = Type.Object(
  { version, comment: Comment },
  { ...closed, examples: [{ version: 2, comment: 'The price is wrong.' }] },
)

/** The headers of a decision. */
export const DecisionHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'The `ETag` of the post as it was read, in place of `version`.',
    }),
  ),
})

const Approval = Type.Object(
  {
    publishNow: Type.Boolean({
      description: 'Whether it waits to go out at once, as soon as it is approved.',
    }),
    history: Type.Array(
      Type.Object({
        step: Type.Unsafe<'REQUESTED' | 'CHANGED' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN'>({
          type: 'string',
          enum: ['REQUESTED', 'CHANGED', 'APPROVED', 'REJECTED', 'WITHDRAWN'],
        }),
        userId: nullable(Id),
        version: Type.Integer({ description: 'Of the post that was asked for or decided on.' }),
        comment: nullable(Type.String()),
        at: Time,
      }),
      { description: 'Oldest first; the last 100 steps.' },
    ),
  },
  { description: 'What was said of its approval; missing where nobody ever asked for it.' },
)

/** A post with what was said of its approval; without it where nobody ever asked. */
export const PostWithApproval = Type.Object({
  ...PostView.properties,
  approval: Type.Optional(Approval),
})

/** See {@link PostWithApproval}. */
export type PostWithApproval = Static<typeof PostWithApproval>
