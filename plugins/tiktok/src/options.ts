import { Type, type Static } from 'typebox'
import { photoLimit, textLimit, videoLimit } from './limits.ts'

/** The privacy levels that TikTok knows, and what they mean to people: tiktok.md 2.1. */
export const privacyLevels = {
  PUBLIC_TO_EVERYONE: 'Everyone',
  FOLLOWER_OF_CREATOR: 'Followers',
  MUTUAL_FOLLOW_FRIENDS: 'Friends',
  SELF_ONLY: 'Only me',
} as const

/** The options of a post on TikTok: tiktok.md 2.2. */
export const options = Type.Object(
  {
    mode: Type.Optional(
      Type.Union([Type.Literal('direct'), Type.Literal('inbox')], {
        description:
          'direct (left out): published at once. inbox: sent to the inbox of the TikTok app, where the account owner finishes it.',
      }),
    ),
    privacyLevel: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'Who may see the post; needed in direct mode, where TikTok demands a choice without a preset. The account says which of PUBLIC_TO_EVERYONE, FOLLOWER_OF_CREATOR, MUTUAL_FOLLOW_FRIENDS and SELF_ONLY it has.',
      }),
    ),
    allowComments: Type.Optional(Type.Boolean({ description: 'Left out: no comments.' })),
    allowDuet: Type.Optional(Type.Boolean({ description: 'Videos only. Left out: no duets.' })),
    allowStitch: Type.Optional(
      Type.Boolean({ description: 'Videos only. Left out: no stitches.' }),
    ),
    brandedContent: Type.Optional(
      Type.Boolean({
        description:
          'Discloses a paid partnership: the post promotes another brand. Never with SELF_ONLY.',
      }),
    ),
    ownBrand: Type.Optional(
      Type.Boolean({ description: "Discloses that the post promotes the account's own business." }),
    ),
    madeWithAi: Type.Optional(
      Type.Boolean({
        description: 'Shows the label that the video was made with AI. Videos only.',
      }),
    ),
    coverTimestampMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: videoLimit.maxSeconds * 1000,
        description: 'The moment of the video that becomes its cover. Videos in direct mode only.',
      }),
    ),
    coverIndex: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: photoLimit.max - 1,
        description: 'Which of the photos is the cover, counted from 0. Photos only.',
      }),
    ),
    title: Type.Optional(
      Type.String({
        description: `A title above the text, up to ${textLimit.photoTitle} characters. Photos only.`,
      }),
    ),
    autoAddMusic: Type.Optional(
      Type.Boolean({ description: 'Lets TikTok add music. Photos in direct mode only.' }),
    ),
    source: Type.Optional(
      Type.Union([Type.Literal('FILE_UPLOAD'), Type.Literal('PULL_FROM_URL')], {
        description:
          'How the video reaches TikTok; left out: as the operator chose. Photos are always fetched.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** See {@link options}. */
export type Options = Static<typeof options>
