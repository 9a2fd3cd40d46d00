import { Type, type Static } from 'typebox'
import { articleLimit, pollLimit } from './limits.ts'
import { mentionPattern } from './text.ts'

/** Who sees a post: linkedin.md 2.1. */
export const visibilities = ['PUBLIC', 'CONNECTIONS', 'LOGGED_IN'] as const

/** How long a poll is open. */
export const pollDurations = ['ONE_DAY', 'THREE_DAYS', 'SEVEN_DAYS', 'FOURTEEN_DAYS'] as const

/** The options of a post on LinkedIn. An article, a poll, and media other than the article's picture exclude each other. */
export const options = Type.Object(
  {
    visibility: Type.Optional(
      Type.Union(
        visibilities.map((visibility) => Type.Literal(visibility)),
        {
          description:
            'Who sees the post: everyone (left out), the connections (members only), or everyone who is logged in.',
        },
      ),
    ),
    article: Type.Optional(
      Type.Object(
        {
          url: Type.String({ pattern: '^https?://[^\\s]+$' }),
          title: Type.String({ minLength: 1, maxLength: articleLimit.titleLength }),
          description: Type.Optional(Type.String({ minLength: 1 })),
        },
        {
          additionalProperties: false,
          description:
            "A link with a card. LinkedIn reads nothing from the page; the post's picture becomes the card's.",
        },
      ),
    ),
    poll: Type.Optional(
      Type.Object(
        {
          question: Type.String({ minLength: 1, maxLength: pollLimit.questionLength }),
          options: Type.Array(Type.String({ minLength: 1, maxLength: pollLimit.optionLength }), {
            minItems: pollLimit.minOptions,
            maxItems: pollLimit.maxOptions,
          }),
          duration: Type.Union(pollDurations.map((duration) => Type.Literal(duration))),
        },
        { additionalProperties: false, description: 'A poll below the text.' },
      ),
    ),
    title: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The title of the document (needed) or of the video.',
      }),
    ),
    mentions: Type.Optional(
      Type.Array(Type.String({ pattern: mentionPattern }), {
        maxItems: 20,
        description:
          'Pages and people to name at the end of the text, as "@[Exact Name](urn:li:organization:1)". In the text itself they can stand anywhere.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** See {@link options}. */
export type Options = Static<typeof options>
