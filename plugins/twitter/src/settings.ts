import { Type, type Static } from 'typebox'

/** The settings of the connector; `clientId` is read from `TWITTER_CLIENT_ID` and so on. */
export const settings = Type.Object({
  clientId: Type.String({
    minLength: 1,
    description: 'OAuth 2.0 client id of the app in the X developer console.',
  }),
  clientSecret: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'OAuth 2.0 client secret. Leave it out for a public client (type "Native App" at X).',
    }),
  ),
  consumerSecret: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Secret of the API key (consumer secret), for webhooks alone; without it the client secret is taken for them.',
    }),
  ),
  consumerKey: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'API key ("consumer key"). With it and the consumer secret T21 registers its webhook at X and subscribes every account by itself; X bills each event.',
    }),
  ),
  webhookEvents: Type.Array(Type.String({ pattern: '^(post|profile)\\.[a-z_.]+$' }), {
    default: ['post.create', 'post.delete'],
    description: 'The events that are subscribed to, where there is an API key.',
  }),
  quotesAllowed: Type.Boolean({
    default: false,
    description:
      'Whether the app may quote posts. Since 2026-04-16 X allows it for Enterprise contracts only.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
