import Type from 'typebox'
import { Compile } from 'typebox/compile'

const closed = { additionalProperties: false } as const

/** `POST /rest/socialActions/{urn}/comments`. */
export const commentValidator = Compile(
  Type.Object(
    {
      actor: Type.String(),
      object: Type.String(),
      message: Type.Object(
        {
          text: Type.String(),
          attributes: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  start: Type.Integer({ minimum: 0 }),
                  length: Type.Integer({ minimum: 1 }),
                  value: Type.Object({}),
                },
                closed,
              ),
            ),
          ),
        },
        closed,
      ),
      parentComment: Type.Optional(Type.String()),
    },
    closed,
  ),
)

/** The change of a comment: its text. */
export const commentPatchValidator = Compile(
  Type.Object(
    {
      patch: Type.Object(
        {
          message: Type.Object({ $set: Type.Object({ text: Type.String() }, closed) }, closed),
        },
        closed,
      ),
    },
    closed,
  ),
)

/** `POST /rest/reactions`. */
export const reactionValidator = Compile(
  Type.Object(
    {
      root: Type.String(),
      reactionType: Type.Enum([
        'LIKE',
        'PRAISE',
        'EMPATHY',
        'INTEREST',
        'APPRECIATION',
        'ENTERTAINMENT',
      ]),
    },
    closed,
  ),
)

/** The change of a post's social metadata. */
export const metadataPatchValidator = Compile(
  Type.Object(
    {
      patch: Type.Object(
        { $set: Type.Object({ commentsState: Type.Enum(['OPEN', 'CLOSED']) }, closed) },
        closed,
      ),
    },
    closed,
  ),
)
