import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { photoLimits } from '../api/limits.ts'

const closed = { additionalProperties: false } as const
const Flag = Type.Optional(Type.Boolean())
const Privacy = Type.Enum([
  'PUBLIC_TO_EVERYONE',
  'MUTUAL_FOLLOW_FRIENDS',
  'FOLLOWER_OF_CREATOR',
  'SELF_ONLY',
])

/** Where a video comes from (tiktok.md 2.2). */
export const VideoSource = Type.Union([
  Type.Object(
    {
      source: Type.Literal('FILE_UPLOAD'),
      video_size: Type.Integer({ minimum: 1 }),
      chunk_size: Type.Integer({ minimum: 1 }),
      total_chunk_count: Type.Integer({ minimum: 1 }),
    },
    closed,
  ),
  Type.Object({ source: Type.Literal('PULL_FROM_URL'), video_url: Type.String() }, closed),
])
export type VideoSource = Static<typeof VideoSource>

const VideoPostInfo = Type.Object(
  {
    title: Type.Optional(Type.String()),
    privacy_level: Privacy,
    disable_duet: Flag,
    disable_stitch: Flag,
    disable_comment: Flag,
    video_cover_timestamp_ms: Type.Optional(Type.Integer({ minimum: 0 })),
    brand_content_toggle: Flag,
    brand_organic_toggle: Flag,
    is_aigc: Flag,
  },
  closed,
)
export type VideoPostInfo = Static<typeof VideoPostInfo>

const PhotoPostInfo = Type.Object(
  {
    title: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    privacy_level: Type.Optional(Privacy),
    disable_comment: Flag,
    auto_add_music: Flag,
    brand_content_toggle: Flag,
    brand_organic_toggle: Flag,
  },
  closed,
)
export type PhotoPostInfo = Static<typeof PhotoPostInfo>

/** `POST /v2/post/publish/video/init/`. */
export const newVideo = Compile(
  Type.Object({ post_info: VideoPostInfo, source_info: Type.Unknown() }, closed),
)

/** `POST /v2/post/publish/inbox/video/init/`: there is no `post_info`. */
export const newInboxVideo = Compile(Type.Object({ source_info: Type.Unknown() }, closed))

/** `source_info` of a video by itself, so that a mistake in it is named as one of its own source. */
export const fileUpload = Compile(VideoSource.anyOf[0])
export const pullFromUrl = Compile(VideoSource.anyOf[1])

/** `POST /v2/post/publish/content/init/`. Photos come from addresses, and only from there. */
export const newPhotos = Compile(
  Type.Object(
    {
      media_type: Type.Literal('PHOTO'),
      post_mode: Type.Enum(['DIRECT_POST', 'MEDIA_UPLOAD']),
      post_info: Type.Optional(PhotoPostInfo),
      source_info: Type.Object(
        {
          source: Type.Literal('PULL_FROM_URL'),
          photo_images: Type.Array(Type.String(), { minItems: 1, maxItems: photoLimits.count }),
          photo_cover_index: Type.Optional(Type.Integer({ minimum: 0 })),
        },
        closed,
      ),
    },
    closed,
  ),
)

/** `publish_id`, of status and cancel. */
export const publishId = Compile(Type.Object({ publish_id: Type.String() }, closed))
