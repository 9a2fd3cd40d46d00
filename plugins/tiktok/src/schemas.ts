import { Type, type Static } from 'typebox'

/** The shapes of TikTok's answers, only the fields that are used. TikTok adds fields and values at any time. */

const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const OptionalFlag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Count = Type.Optional(Type.Union([Type.Number(), Type.Null()]))

/** An int64: `call.http` gives those beyond 2^53 as the string of their digits. */
const BigId = Type.Union([Type.String({ pattern: '^[0-9]{1,20}$' }), Type.Integer({ minimum: 1 })])

/** The token endpoint, which answers flat: tiktok.md 1. */
export const TokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  refresh_token: OptionalText,
  expires_in: Count,
  refresh_expires_in: Count,
  open_id: OptionalText,
  scope: OptionalText,
})

/** `GET /v2/user/info/`: which fields come depends on the scopes. */
export const UserInfoAnswer = Type.Object({
  data: Type.Object({
    user: Type.Object({
      open_id: OptionalText,
      avatar_url: OptionalText,
      display_name: OptionalText,
      username: OptionalText,
      profile_deep_link: OptionalText,
      follower_count: Count,
      following_count: Count,
      video_count: Count,
    }),
  }),
})

/** See {@link UserInfoAnswer}. */
export type UserInfo = Static<typeof UserInfoAnswer>['data']['user']

/** `POST /v2/post/publish/creator_info/query/`: tiktok.md 2.1. */
export const CreatorInfoAnswer = Type.Object({
  data: Type.Object({
    creator_avatar_url: OptionalText,
    creator_username: OptionalText,
    creator_nickname: OptionalText,
    privacy_level_options: Type.Array(Type.String()),
    comment_disabled: OptionalFlag,
    duet_disabled: OptionalFlag,
    stitch_disabled: OptionalFlag,
    max_video_post_duration_sec: Count,
  }),
})

/** See {@link CreatorInfoAnswer}. */
export type CreatorInfo = Static<typeof CreatorInfoAnswer>['data']

/** Any init call. A success without an id is no success. */
export const InitAnswer = Type.Object({
  data: Type.Object({
    publish_id: Type.String({ minLength: 1, maxLength: 200 }),
    upload_url: OptionalText,
  }),
})

/** `POST /v2/post/publish/status/fetch/`: tiktok.md 2.5; "publicaly" is TikTok's spelling. */
export const StatusAnswer = Type.Object({
  data: Type.Object({
    status: Type.String(),
    fail_reason: OptionalText,
    publicaly_available_post_id: Type.Optional(Type.Union([Type.Array(BigId), Type.Null()])),
    uploaded_bytes: Count,
  }),
})

/** See {@link StatusAnswer}. */
export type StatusData = Static<typeof StatusAnswer>['data']

/** A video or photo post of the account: tiktok.md 6. */
const Video = Type.Object({
  id: BigId,
  create_time: Count,
  title: OptionalText,
  video_description: OptionalText,
  share_url: OptionalText,
  duration: Count,
  view_count: Count,
  like_count: Count,
  comment_count: Count,
  share_count: Count,
})

/** See above. */
export type Video = Static<typeof Video>

/** `POST /v2/video/query/` and `/list/`. */
export const VideosAnswer = Type.Object({
  data: Type.Object({
    videos: Type.Array(Video),
    // 0 where the account has no public post.
    cursor: Type.Optional(Type.Union([BigId, Type.Integer({ minimum: 0 })])),
    has_more: OptionalFlag,
  }),
})

/** See {@link VideosAnswer}. */
export type Videos = Static<typeof VideosAnswer>['data']
