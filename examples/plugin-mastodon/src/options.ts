import { Type, type Static } from 'typebox'

/** Who sees a post, in Mastodon's words and in those of its web interface. */
export const visibilities = {
  public: 'Public',
  unlisted: 'Quiet public',
  private: 'Followers',
  direct: 'Specific people',
} as const

/** See {@link visibilities}. */
export type Visibility = keyof typeof visibilities

/**
 * The options of a post. The parts of a thread are as visible as its first post, and stand behind its content
 * warning. How many answers a poll may have is the instance's business: `validate` asks the account's facts.
 */
export const options = Type.Object(
  {
    visibility: Type.Optional(
      Type.Union(
        [
          Type.Literal('public'),
          Type.Literal('unlisted'),
          Type.Literal('private'),
          Type.Literal('direct'),
        ],
        { description: "Who sees the post. Left out: the account's own default." },
      ),
    ),
    contentWarning: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Shown instead of the post until a reader opens it. Counts as text.',
      }),
    ),
    sensitive: Type.Optional(
      Type.Boolean({ description: 'Blurs the media until a reader opens them.' }),
    ),
    language: Type.Optional(
      Type.String({
        pattern: '^[a-z]{2,3}(-[A-Za-z]{2,4})?$',
        description: 'Language of the text, such as "en". Left out: the account\'s own default.',
      }),
    ),
    poll: Type.Optional(
      Type.Object(
        {
          options: Type.Array(Type.String({ minLength: 1 }), { minItems: 2 }),
          durationMinutes: Type.Integer({ minimum: 1 }),
          multiple: Type.Optional(Type.Boolean({ description: 'Several answers may be chosen.' })),
          hideTotals: Type.Optional(
            Type.Boolean({ description: 'Hides the votes until the poll has ended.' }),
          ),
        },
        { additionalProperties: false, description: 'A poll below the text; not with media.' },
      ),
    ),
  },
  { additionalProperties: false },
)

/** See {@link options}. */
export type Options = Static<typeof options>
