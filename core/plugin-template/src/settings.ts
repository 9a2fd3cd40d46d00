import { Type, type Static } from 'typebox'

/** The settings of the connector; `clientId` is read from `MY_NET_CLIENT_ID` and so on. */
export const settings = Type.Object({
  clientId: Type.String({ minLength: 1, description: 'Client id of the application at My Net.' }),
  clientSecret: Type.String({
    minLength: 1,
    description: 'Client secret of the application at My Net.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
