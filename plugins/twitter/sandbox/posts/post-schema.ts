import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[0-9]{1,19}$' })
const ReplySettings = Type.Enum(['following', 'mentionedUsers', 'subscribers', 'verified'])

/** The body of `POST /2/tweets` (twitter.md 2.1). Closed: X refuses a field that it does not know. */
const NewPost = Type.Object(
  {
    text: Type.Optional(Type.String()),
    media: Type.Optional(
      Type.Object(
        {
          media_ids: Type.Array(Id, { minItems: 1, maxItems: 4 }),
          tagged_user_ids: Type.Optional(Type.Array(Id, { maxItems: 10 })),
          title: Type.Optional(Type.String()),
          description: Type.Optional(Type.String()),
          embeddable: Type.Optional(Type.Boolean()),
          preview_media_id: Type.Optional(Id),
          call_to_actions: Type.Optional(Type.Object({})),
        },
        closed,
      ),
    ),
    poll: Type.Optional(
      Type.Object(
        {
          options: Type.Array(Type.String({ minLength: 1, maxLength: 25 }), {
            minItems: 2,
            maxItems: 4,
          }),
          duration_minutes: Type.Integer({ minimum: 5, maximum: 10_080 }),
          reply_settings: Type.Optional(ReplySettings),
        },
        closed,
      ),
    ),
    reply: Type.Optional(
      Type.Object(
        {
          in_reply_to_tweet_id: Id,
          exclude_reply_user_ids: Type.Optional(Type.Array(Id)),
          auto_populate_reply_metadata: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
    quote_tweet_id: Type.Optional(Id),
    reply_settings: Type.Optional(ReplySettings),
    edit_options: Type.Optional(Type.Object({ previous_post_id: Id }, closed)),
    made_with_ai: Type.Optional(Type.Boolean()),
    paid_partnership: Type.Optional(Type.Boolean()),
    community_id: Type.Optional(Id),
    share_with_followers: Type.Optional(Type.Boolean()),
    geo: Type.Optional(Type.Object({ place_id: Type.Optional(Type.String()) }, closed)),
    for_super_followers_only: Type.Optional(Type.Boolean()),
    nullcast: Type.Optional(Type.Boolean()),
    card_uri: Type.Optional(Type.String()),
    direct_message_deep_link: Type.Optional(Type.String()),
  },
  closed,
)

/** A body of `POST /2/tweets` whose shape is right. */
export type NewPost = Static<typeof NewPost>

/** Checks the shape of a body of `POST /2/tweets`. */
export const newPostValidator = Compile(NewPost)
