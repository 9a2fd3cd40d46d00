import { Type, type Static } from 'typebox'

function audience(description: string) {
  return Type.Object(
    {
      countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Countries, two letters each: DE, US.',
      }),
    },
    { additionalProperties: false, description },
  )
}

/** The options of a post on Facebook: facebook.md 2. */
export const options = Type.Object(
  {
    format: Type.Optional(
      Type.Union([Type.Literal('post'), Type.Literal('reel'), Type.Literal('story')], {
        description: 'What it becomes: a post in the feed (left out: this), a reel, or a story.',
      }),
    ),
    link: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s]+$',
        maxLength: 2000,
        description: 'A link that is shown with a preview. For posts without pictures and video.',
      }),
    ),
    title: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'The title of a video or reel.' }),
    ),
    placeId: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,25}$',
        description: 'The id of the place (a Page with an address) where it is. Not for video.',
      }),
    ),
    targeting: Type.Optional(
      audience('Only people in these countries can see it. For posts in the feed.'),
    ),
    feedTargeting: Type.Optional(
      audience('Rather shown to people in these countries, and visible to all. Not for video.'),
    ),
    textFormatPresetId: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,25}$',
        description: 'The id of a coloured background. For a short text alone.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** See {@link options}. */
export type Options = Static<typeof options>
