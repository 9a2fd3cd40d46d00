import { Type, type Static } from 'typebox'

/** The shapes of X's answers, only the fields that are used. X adds fields at any time. */

const Id = Type.String({ pattern: '^[0-9]{1,19}$' })
const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Count = Type.Optional(Type.Number())

/** The token endpoint: twitter.md 1.1. */
export const TokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  refresh_token: Type.Optional(Type.String()),
  expires_in: Type.Optional(Type.Number()),
  scope: Type.Optional(Type.String()),
})

/** `GET /2/users/me`. */
export const MeAnswer = Type.Object({
  data: Type.Object({
    id: Id,
    username: Type.String({ minLength: 1 }),
    name: OptionalText,
    profile_image_url: OptionalText,
    verified_type: OptionalText,
    subscription_type: OptionalText,
  }),
})

/** `GET /2/users/me?user.fields=public_metrics`: twitter.md 6, with both names of what X is renaming. */
export const MeasuredAccount = Type.Object({
  data: Type.Object({
    public_metrics: Type.Object({
      followers_count: Count,
      following_count: Count,
      tweet_count: Count,
      post_count: Count,
    }),
  }),
})

/** `POST /2/tweets`. A success without an id is no success. */
export const CreatedAnswer = Type.Object({ data: Type.Object({ id: Id }) })

/** `DELETE /2/tweets/:id`. */
export const DeletedAnswer = Type.Object({ data: Type.Object({ deleted: Type.Boolean() }) })

/** Any step of an upload: twitter.md 2.2. */
export const MediaAnswer = Type.Object({
  data: Type.Object({
    id: Type.Optional(Id),
    expires_after_secs: Type.Optional(Type.Number()),
    processing_info: Type.Optional(
      Type.Object({
        state: Type.String(),
        check_after_secs: Type.Optional(Type.Number()),
        error: Type.Optional(
          Type.Object({
            code: Type.Optional(Type.Number()),
            name: Type.Optional(Type.String()),
            message: Type.Optional(Type.String()),
          }),
        ),
      }),
    ),
  }),
})

/** See {@link MediaAnswer}. */
export type MediaAnswer = Static<typeof MediaAnswer>

const Entities = Type.Object({
  urls: Type.Optional(
    Type.Array(Type.Object({ url: Type.String(), expanded_url: Type.Optional(Type.String()) })),
  ),
})

const References = Type.Array(Type.Object({ type: Type.String(), id: Type.String() }))
const Note = Type.Object({ text: Type.String(), entities: Type.Optional(Entities) })

/** A post of the timeline. X is renaming "tweet" to "post" (twitter.md 8): both names are read. */
export const TimelinePost = Type.Object({
  id: Id,
  text: Type.String(),
  created_at: Type.Optional(Type.String()),
  entities: Type.Optional(Entities),
  referenced_tweets: Type.Optional(References),
  referenced_posts: Type.Optional(References),
  note_tweet: Type.Optional(Note),
  note_post: Type.Optional(Note),
  attachments: Type.Optional(
    Type.Object({
      media_keys: Type.Optional(Type.Array(Type.String())),
      poll_ids: Type.Optional(Type.Array(Type.String())),
    }),
  ),
})

/** See {@link TimelinePost}. */
export type TimelinePost = Static<typeof TimelinePost>

/** `GET /2/users/:id/tweets`: `data` is missing where nothing was found. */
export const TimelineAnswer = Type.Object({
  data: Type.Optional(Type.Array(TimelinePost)),
  meta: Type.Object({
    result_count: Type.Number(),
    next_token: Type.Optional(Type.String()),
  }),
  errors: Type.Optional(Type.Array(Type.Unknown())),
})

const Numbers = Type.Object({
  impression_count: Count,
  like_count: Count,
  reply_count: Count,
  retweet_count: Count,
  repost_count: Count,
  quote_count: Count,
  bookmark_count: Count,
  url_link_clicks: Count,
  engagements: Count,
})

/** A post with its numbers: twitter.md 6. */
export const MeasuredPost = Type.Object({
  id: Id,
  public_metrics: Type.Optional(Numbers),
  non_public_metrics: Type.Optional(Numbers),
  organic_metrics: Type.Optional(Numbers),
  attachments: Type.Optional(Type.Object({ media_keys: Type.Optional(Type.Array(Type.String())) })),
})

/** See {@link MeasuredPost}. */
export type MeasuredPost = Static<typeof MeasuredPost>

/** `GET /2/tweets?ids=…`. */
export const MetricsAnswer = Type.Object({
  data: Type.Optional(Type.Array(MeasuredPost)),
  includes: Type.Optional(
    Type.Object({
      media: Type.Optional(
        Type.Array(
          Type.Object({
            media_key: Type.String(),
            public_metrics: Type.Optional(Type.Object({ view_count: Count })),
          }),
        ),
      ),
    }),
  ),
  errors: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.Optional(Type.String()),
        resource_id: Type.Optional(Type.String()),
        value: Type.Optional(Type.String()),
      }),
    ),
  ),
})

/** See {@link MetricsAnswer}. */
export type MetricsAnswer = Static<typeof MetricsAnswer>
