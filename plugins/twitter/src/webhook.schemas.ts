import { Type, type Static } from 'typebox'

/** The shapes of X's webhooks, only the fields that are used: twitter.md 7. */

const Id = Type.String({ pattern: '^[0-9]{1,19}$' })
const OptionalText = Type.Optional(Type.String())

/** An event of the Activity API. */
export const ActivityEvent = Type.Object({
  event_uuid: OptionalText,
  event_type: Type.String({ minLength: 1 }),
  filter: Type.Optional(Type.Object({ user_id: Type.Optional(Id) })),
  payload: Type.Object({
    id: Type.Optional(Id),
    author_id: Type.Optional(Id),
    user_id: Type.Optional(Id),
    created_at: OptionalText,
    date_time: OptionalText,
  }),
})

/** See {@link ActivityEvent}. */
export type ActivityEvent = Static<typeof ActivityEvent>

/** A delivery of the Activity API holds one event. */
export const ActivityDelivery = Type.Object({ data: ActivityEvent })

/** A delivery of the older Account Activity API. */
export const OlderDelivery = Type.Object({
  for_user_id: Type.Optional(Id),
  tweet_create_events: Type.Optional(Type.Array(Type.Unknown())),
  tweet_delete_events: Type.Optional(Type.Array(Type.Unknown())),
  user_event: Type.Optional(Type.Object({ revoke: Type.Optional(Type.Unknown()) })),
})

/** See {@link OlderDelivery}. */
export type OlderDelivery = Static<typeof OlderDelivery>

/** A post of API v1.1: its `id` is a number that JavaScript rounds, so `id_str` is read. */
export const OlderPost = Type.Object({
  id_str: Id,
  user: Type.Object({ id_str: Id }),
  timestamp_ms: OptionalText,
})

/** Not spelt out in twitter.md; as X's documents of the older API had it. */
export const OlderDeletion = Type.Object({
  status: Type.Object({ id: Id, user_id: Id }),
  timestamp_ms: OptionalText,
})

/** Not spelt out in twitter.md; as X's documents of the older API had it. */
export const OlderRevocation = Type.Object({
  date_time: OptionalText,
  source: Type.Object({ user_id: Id }),
})

/** `POST /oauth2/token` for the app itself: twitter.md 1.3. */
export const AppTokenAnswer = Type.Object({ access_token: Type.String({ minLength: 1 }) })

/** `POST /2/webhooks`. */
export const WebhookAnswer = Type.Object({ data: Type.Object({ id: Id }) })

/** `GET /2/webhooks`; an empty list may be missing. */
export const WebhooksAnswer = Type.Object({
  data: Type.Optional(
    Type.Array(Type.Object({ id: Id, url: Type.String(), valid: Type.Optional(Type.Boolean()) })),
  ),
})

/** `GET /2/activity/subscriptions`; an empty list may be missing. */
export const SubscriptionsAnswer = Type.Object({
  data: Type.Optional(
    Type.Array(
      Type.Object({
        event_type: Type.String(),
        filter: Type.Optional(Type.Object({ user_id: OptionalText })),
        webhook_id: OptionalText,
      }),
    ),
  ),
})
