import { Type, type Static } from 'typebox'
import { defaultVersion } from './api-version.ts'

/** The settings of the connector; `clientId` is read from `LINKEDIN_CLIENT_ID` and so on. */
export const settings = Type.Object({
  clientId: Type.String({
    minLength: 1,
    description: 'Client id of the app in the LinkedIn developer portal.',
  }),
  clientSecret: Type.String({
    minLength: 1,
    description: 'Primary client secret of the app; webhooks are signed with it as well.',
  }),
  communityManagement: Type.Boolean({
    default: false,
    description:
      'Whether LinkedIn approved the app for the Community Management API: pages, comments, numbers and renewal. All accounts are asked for the same permissions, so reconnect them after changing it.',
  }),
  applicationId: Type.Optional(
    Type.String({
      pattern: '^[0-9]+$',
      description:
        "Number of the app, for webhooks alone: it stands in the address of the app's page in the LinkedIn developer portal. Without it T21 subscribes to nothing.",
    }),
  ),
  apiVersion: Type.String({
    pattern: '^20[0-9]{2}(?:0[1-9]|1[0-2])$',
    default: defaultVersion,
    description: 'Version of the API (YYYYMM). LinkedIn ends each about a year after its month.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
