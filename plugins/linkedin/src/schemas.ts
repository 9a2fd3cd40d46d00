import { Type, type Static } from 'typebox'

/** The shapes of LinkedIn's answers, only the fields that are used. LinkedIn adds fields at any time. */

const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Count = Type.Optional(Type.Union([Type.Number(), Type.Null()]))
/** LinkedIn's ids are whole numbers; beyond 2^53 they arrive as digits. */
const Id = Type.Union([Type.Integer(), Type.String({ pattern: '^[0-9]+$' })])

/** The token endpoint: linkedin.md 1. */
export const TokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  refresh_token: Type.Optional(Type.String()),
  expires_in: Type.Optional(Type.Number()),
  refresh_token_expires_in: Type.Optional(Type.Number()),
  scope: Type.Optional(Type.String()),
})

/** See {@link TokenAnswer}. */
export type TokenAnswer = Static<typeof TokenAnswer>

/** `GET /v2/userinfo`. */
export const UserinfoAnswer = Type.Object({
  sub: Type.String({ minLength: 1 }),
  name: OptionalText,
  given_name: OptionalText,
  family_name: OptionalText,
  picture: OptionalText,
})

/** `GET /v2/me`. */
export const MeAnswer = Type.Object({
  id: Type.String({ minLength: 1 }),
  localizedFirstName: OptionalText,
  localizedLastName: OptionalText,
  vanityName: OptionalText,
})

/** `GET /rest/organizationAcls`: the older resource names the page `organizationalTarget`. */
export const AclsAnswer = Type.Object({
  elements: Type.Array(
    Type.Object({
      organization: Type.Optional(Type.String()),
      organizationalTarget: Type.Optional(Type.String()),
      role: Type.Optional(Type.String()),
      state: Type.Optional(Type.String()),
    }),
  ),
})

/** A page: `GET /rest/organizations/{id}`. */
export const Organization = Type.Object({
  id: Type.Optional(Id),
  localizedName: OptionalText,
  vanityName: OptionalText,
})

/** See {@link Organization}. */
export type Organization = Static<typeof Organization>

/** `GET /rest/organizationsLookup?ids=List(…)`. */
export const LookupAnswer = Type.Object({ results: Type.Record(Type.String(), Type.Unknown()) })

const Expiry = Type.Optional(Type.Number())

/** `initializeUpload` of an image or a document. */
export const UploadAnswer = Type.Object({
  value: Type.Object({
    uploadUrl: Type.String({ minLength: 1 }),
    uploadUrlExpiresAt: Expiry,
    image: Type.Optional(Type.String({ minLength: 1 })),
    document: Type.Optional(Type.String({ minLength: 1 })),
  }),
})

/** `initializeUpload` of a video. One sample of LinkedIn spells `uploadUrlExpiresAt`. */
export const VideoUploadAnswer = Type.Object({
  value: Type.Object({
    video: Type.String({ minLength: 1 }),
    uploadToken: Type.Optional(Type.String()),
    uploadUrlsExpireAt: Expiry,
    uploadUrlExpiresAt: Expiry,
    uploadInstructions: Type.Array(
      Type.Object({
        uploadUrl: Type.String({ minLength: 1 }),
        firstByte: Type.Integer({ minimum: 0 }),
        lastByte: Type.Integer({ minimum: 0 }),
      }),
      { minItems: 1 },
    ),
  }),
})

/** `GET /rest/{images,videos,documents}/{urn}`. */
export const AssetAnswer = Type.Object({
  status: Type.String(),
  processingFailureReason: OptionalText,
})

/** A created comment: its number is in the header, its URN in the body. */
export const CommentAnswer = Type.Object({
  $URN: OptionalText,
  commentUrn: OptionalText,
})

const Media = Type.Object({ id: Type.Optional(Type.String()) })

/** A post as it is read back. */
export const ReadPost = Type.Object({
  id: Type.String({ minLength: 1 }),
  commentary: OptionalText,
  lifecycleState: Type.Optional(Type.String()),
  createdAt: Type.Optional(Type.Number()),
  publishedAt: Type.Optional(Type.Number()),
  content: Type.Optional(
    Type.Object({
      media: Type.Optional(Media),
      multiImage: Type.Optional(Type.Object({ images: Type.Array(Media) })),
      article: Type.Optional(Type.Object({ source: Type.Optional(Type.String()) })),
      poll: Type.Optional(Type.Object({ question: Type.Optional(Type.String()) })),
    }),
  ),
})

/** See {@link ReadPost}. */
export type ReadPost = Static<typeof ReadPost>

/** A comment as it is read back. */
export const ReadComment = Type.Object({
  $URN: OptionalText,
  commentUrn: OptionalText,
  id: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  actor: Type.Optional(Type.String()),
  message: Type.Optional(Type.Object({ text: OptionalText })),
  created: Type.Optional(Type.Object({ time: Type.Optional(Type.Number()) })),
})

/** A page of posts, comments or pages. `total` is not always told. */
export const Elements = Type.Object({
  elements: Type.Array(Type.Unknown()),
  paging: Type.Optional(Type.Object({ total: Type.Optional(Type.Number()) })),
})

/** See {@link Elements}. */
export type Elements = Static<typeof Elements>

/** `GET /rest/organizationalEntityShareStatistics`. */
export const ShareStatisticsAnswer = Type.Object({
  elements: Type.Array(
    Type.Object({
      share: Type.Optional(Type.String()),
      ugcPost: Type.Optional(Type.String()),
      totalShareStatistics: Type.Optional(
        Type.Object({
          impressionCount: Count,
          uniqueImpressionsCount: Count,
          clickCount: Count,
          likeCount: Count,
          commentCount: Count,
          shareCount: Count,
        }),
      ),
    }),
  ),
})

/** `GET /rest/memberCreatorPostAnalytics`. */
export const MemberAnalyticsAnswer = Type.Object({
  elements: Type.Array(Type.Object({ count: Count })),
})

/** `GET /rest/memberFollowersCount?q=me`. */
export const MemberFollowersAnswer = Type.Object({
  elements: Type.Array(Type.Object({ memberFollowersCount: Count })),
})

/** `GET /rest/networkSizes/{urn}`. */
export const NetworkSizeAnswer = Type.Object({ firstDegreeSize: Count })
