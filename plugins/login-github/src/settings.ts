import { Type, type Static } from 'typebox'

/** The settings of the provider; `clientId` is read from `GITHUB_CLIENT_ID` and so on. */
export const settings = Type.Object({
  clientId: Type.String({ minLength: 1, description: 'Client id of an OAuth app of GitHub.' }),
  clientSecret: Type.String({ minLength: 1, description: 'A client secret of that app.' }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
