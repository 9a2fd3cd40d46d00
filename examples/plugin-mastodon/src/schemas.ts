import { Type, type Static } from 'typebox'

/** The shapes of Mastodon's answers: only the fields that are used. Ids are strings of digits. */
const Id = Type.String({ minLength: 1 })
const Limit = Type.Optional(Type.Number({ exclusiveMinimum: 0 }))

/** `POST /oauth/token`. */
export const TokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  scope: Type.Optional(Type.String()),
  /** Instances do not send it today; an instance that begins to is understood. */
  expires_in: Type.Optional(Type.Number()),
})

/** `GET /api/v1/accounts/verify_credentials`. */
export const MeAnswer = Type.Object({
  id: Id,
  username: Type.String({ minLength: 1 }),
  display_name: Type.Optional(Type.String()),
  avatar: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
  followers_count: Type.Optional(Type.Number()),
  following_count: Type.Optional(Type.Number()),
  statuses_count: Type.Optional(Type.Number()),
  source: Type.Optional(Type.Object({ privacy: Type.Optional(Type.String()) })),
})

/** See {@link MeAnswer}. */
export type MeAnswer = Static<typeof MeAnswer>

/** `GET /api/v2/instance`. */
export const InstanceAnswer = Type.Object({
  configuration: Type.Object({
    statuses: Type.Optional(
      Type.Object({
        max_characters: Limit,
        max_media_attachments: Limit,
        characters_reserved_per_url: Limit,
      }),
    ),
    media_attachments: Type.Optional(
      Type.Object({
        description_limit: Limit,
        image_size_limit: Limit,
        image_matrix_limit: Limit,
        video_size_limit: Limit,
        video_matrix_limit: Limit,
        video_frame_rate_limit: Limit,
        supported_mime_types: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
      }),
    ),
    polls: Type.Optional(
      Type.Object({
        max_options: Limit,
        max_characters_per_option: Limit,
        min_expiration: Limit,
        max_expiration: Limit,
      }),
    ),
  }),
})

/** See {@link InstanceAnswer}. */
export type InstanceAnswer = Static<typeof InstanceAnswer>

/** A file: `url` is `null` while it is processed. */
export const MediaAnswer = Type.Object({
  id: Id,
  url: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})

/** A post. */
export const StatusAnswer = Type.Object({
  id: Id,
  url: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  created_at: Type.String(),
  in_reply_to_id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  visibility: Type.Optional(Type.String()),
  spoiler_text: Type.Optional(Type.String()),
  language: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  reblog: Type.Optional(Type.Unknown()),
  media_attachments: Type.Optional(Type.Array(Type.Object({ id: Id }))),
  poll: Type.Optional(
    Type.Union([
      Type.Null(),
      Type.Object({ options: Type.Array(Type.Object({ title: Type.String() })) }),
    ]),
  ),
  favourites_count: Type.Optional(Type.Number()),
  reblogs_count: Type.Optional(Type.Number()),
  replies_count: Type.Optional(Type.Number()),
})

/** See {@link StatusAnswer}. */
export type StatusAnswer = Static<typeof StatusAnswer>

/** `GET /api/v1/statuses` and the posts of an account. */
export const StatusList = Type.Array(StatusAnswer)

/** `GET /api/v1/statuses/:id/source`. */
export const SourceAnswer = Type.Object({ id: Id, text: Type.String() })
