import { Type, type Static } from 'typebox'
import { carouselLimit, collaboratorLimit, sponsorLimit } from './limits.ts'

const Username = Type.String({
  pattern: '^[A-Za-z0-9._]{1,30}$',
  description: 'An Instagram name without @.',
})
const Share = Type.Number({ minimum: 0, maximum: 1 })

/** The options of a post on Instagram: instagram.md 2.1. Which of them a form takes is checked by `validate`. */
export const options = Type.Object(
  {
    format: Type.Optional(
      Type.Union([Type.Literal('feed'), Type.Literal('reel'), Type.Literal('story')], {
        description:
          'Left out: one picture or a carousel for the feed; a video alone becomes a reel. A reel takes a video, and a picture as its cover. A story is one picture or video without a text.',
      }),
    ),
    shareToFeed: Type.Optional(
      Type.Boolean({
        description:
          'Reels: shows the reel among the posts of the profile too. Carousels: sent as it is; Meta lists it for them and does not say what it changes.',
      }),
    ),
    coverOffsetMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'Reels: the moment of the video that becomes its cover, in milliseconds. A picture besides the video wins over it.',
      }),
    ),
    audioName: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Reels: the name of the original sound. It can be set once only.',
      }),
    ),
    trialReel: Type.Optional(
      Type.Union([Type.Literal('manual'), Type.Literal('performance')], {
        description:
          'Reels: shows it to people who do not follow the account first; it reaches the followers by hand or when it does well.',
      }),
    ),
    userTags: Type.Optional(
      Type.Array(
        Type.Object(
          {
            username: Username,
            x: Type.Optional(Share),
            y: Type.Optional(Share),
            media: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: carouselLimit.max - 1,
                description: 'Which file of a carousel, from 0.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        {
          description:
            'People who are tagged. On a picture of the feed each needs a place: x and y, from 0 (left, top) to 1.',
        },
      ),
    ),
    collaborators: Type.Optional(
      Type.Array(Username, {
        maxItems: collaboratorLimit,
        description: 'Accounts that are invited to share the post as their own.',
      }),
    ),
    locationId: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,25}$',
        description:
          'The id of the Facebook Page of a place that is on the map. By Facebook Login it can be looked for.',
      }),
    ),
    aiGenerated: Type.Optional(
      Type.Boolean({ description: 'Shows the label that it was made with AI.' }),
    ),
    paidPartnership: Type.Optional(
      Type.Boolean({ description: 'Shows the label of a paid partnership. Facebook Login only.' }),
    ),
    sponsorIds: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9]{1,25}$' }), {
        maxItems: sponsorLimit,
        description: 'Instagram ids of the sponsors. Facebook Login only.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** See {@link options}. */
export type Options = Static<typeof options>

/** Those that Instagram has for accounts by Facebook Login only. */
export const facebookLoginOptions = ['paidPartnership', 'sponsorIds'] as const
