import { Type, type Static } from 'typebox'
import { pollLimit } from './limits.ts'

/** The options of a post on X: twitter.md 2.1. A poll, a quote and media exclude each other. */
export const options = Type.Object(
  {
    poll: Type.Optional(
      Type.Object(
        {
          options: Type.Array(Type.String({ minLength: 1, maxLength: pollLimit.maxOptionLength }), {
            minItems: pollLimit.minOptions,
            maxItems: pollLimit.maxOptions,
          }),
          durationMinutes: Type.Integer({
            minimum: pollLimit.minMinutes,
            maximum: pollLimit.maxMinutes,
          }),
        },
        { additionalProperties: false, description: 'A poll below the text.' },
      ),
    ),
    replySettings: Type.Optional(
      Type.Union(
        [
          Type.Literal('following'),
          Type.Literal('mentionedUsers'),
          Type.Literal('subscribers'),
          Type.Literal('verified'),
        ],
        { description: 'Who may reply. Left out: everyone.' },
      ),
    ),
    quotePostId: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,19}$',
        description: 'The id of the post to quote. X refuses it without an Enterprise contract.',
      }),
    ),
    madeWithAi: Type.Optional(
      Type.Boolean({ description: 'Shows the label that the media were made with AI.' }),
    ),
    paidPartnership: Type.Optional(
      Type.Boolean({ description: 'Shows the label of a paid partnership.' }),
    ),
  },
  { additionalProperties: false },
)

/** See {@link options}. */
export type Options = Static<typeof options>
