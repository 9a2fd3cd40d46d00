import { Type, type Static } from 'typebox'

/** The settings of the provider; `clientId` is read from `GOOGLE_CLIENT_ID` and so on. */
export const settings = Type.Object({
  clientId: Type.String({
    minLength: 1,
    description: 'Client id of a web application in the Google Cloud console.',
  }),
  clientSecret: Type.String({ minLength: 1, description: 'Its client secret.' }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
