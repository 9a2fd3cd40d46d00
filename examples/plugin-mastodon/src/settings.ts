import { Type, type Static } from 'typebox'

/** The settings of the connector; `instanceUrl` is read from `MASTODON_INSTANCE_URL` and so on. */
export const settings = Type.Object({
  instanceUrl: Type.String({
    pattern: '^https://[^/?#@\\s]+/?$',
    description: 'Address of the instance whose accounts are connected: https://mastodon.social.',
  }),
  clientId: Type.String({
    minLength: 1,
    description: 'Client key of the application (Preferences, Development, or POST /api/v1/apps).',
  }),
  clientSecret: Type.String({
    minLength: 1,
    description: 'Client secret of the application.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
