import { Type, type Static } from 'typebox'
import { Id, nullable } from './post-fields.schemas.ts'

const Issue = Type.Object({
  severity: Type.Unsafe<'error' | 'warning'>({
    type: 'string',
    enum: ['error', 'warning'],
    description: '`error`: it would be refused. `warning`: close to a limit, or something is lost.',
  }),
  code: Type.String({ description: 'A stable name.', examples: ['text_too_long'] }),
  field: Type.String({ description: 'The field of the request.', examples: ['content'] }),
  message: Type.String({ description: 'What is wrong.' }),
  remedy: Type.String({ description: 'What to do about it.' }),
  limit: Type.Optional(Type.Number()),
  actual: Type.Optional(Type.Number()),
})

/** What one network says to a draft. */
const TargetVerdict = Type.Object({
  platform: Type.String({ examples: ['TWITTER'] }),
  socialAccountId: nullable(Id),
  username: nullable(Type.String()),
  valid: Type.Boolean({ description: 'False where there is an issue of severity `error`.' }),
  issues: Type.Array(Issue),
  counted: Type.Array(
    Type.Object({
      field: Type.String(),
      length: Type.Integer({ description: 'As the network counts it.' }),
      limit: Type.Integer(),
    }),
    { description: 'The length of each text.' },
  ),
})

/** The answer of `POST /v1/posts/validate`. */
export const PostVerdict = Type.Object({
  valid: Type.Boolean({ description: 'False where any target is not valid.' }),
  targets: Type.Array(TargetVerdict, {
    description: 'One for each account, or for a platform that has none.',
  }),
  skippedChecks: Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }), {
    description: 'What cannot be known before the post is stored.',
  }),
})

/** See {@link PostVerdict}. */
export type PostVerdict = Static<typeof PostVerdict>
