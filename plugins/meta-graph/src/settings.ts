import { Type } from 'typebox'
import { defaultGraphVersion } from './api-version.ts'

/** What both plugins need to know of the operator's app at Meta: spread into the plugin's `Type.Object`. */
export const metaSettings = {
  clientId: Type.String({ minLength: 1, description: 'App id of the app in the Meta dashboard.' }),
  clientSecret: Type.String({
    minLength: 1,
    description: 'App secret; it also signs the webhooks that Meta sends.',
  }),
  apiVersion: Type.String({
    // v20.0 and older have ended: facebook.md 8.
    pattern: '^v(2[1-9]|[3-9][0-9])\\.0$',
    default: defaultGraphVersion,
    description: 'Version of the Graph API, such as v25.0; v21.0 at least.',
  }),
  appSecretProof: Type.Boolean({
    default: false,
    description:
      'Sends appsecret_proof with every call; needed where the app has "Require App Secret" on.',
  }),
  loginConfigId: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Configuration id of Facebook Login for Business; sent in place of the list of permissions.',
    }),
  ),
  webhookVerifyToken: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'The verify token that you type into the webhook settings of the app; without it Meta cannot subscribe.',
    }),
  ),
}

/** See {@link metaSettings}. */
export interface MetaSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly apiVersion: string
  readonly appSecretProof: boolean
  readonly loginConfigId?: string
  readonly webhookVerifyToken?: string
}
