import { Type, type Static } from 'typebox'
import { scopeNames } from './scopes.ts'

/** The settings of the connector; `clientKey` is read from `TIKTOK_CLIENT_KEY` and so on. */
export const settings = Type.Object({
  clientKey: Type.String({
    minLength: 1,
    description:
      'Client key of the app in the TikTok developer portal (TikTok has no "client id").',
  }),
  clientSecret: Type.String({
    minLength: 1,
    description: 'Client secret of the app. TikTok also signs its webhooks with it.',
  }),
  audited: Type.Boolean({
    default: false,
    description:
      'Whether TikTok has audited the app for public posts. Until then every direct post is visible to its author only.',
  }),
  videoSource: Type.Union([Type.Literal('FILE_UPLOAD'), Type.Literal('PULL_FROM_URL')], {
    default: 'FILE_UPLOAD',
    description:
      'How videos reach TikTok: sent by T21, or fetched from T21 by TikTok, which needs a verified domain.',
  }),
  scopes: Type.Array(Type.String({ minLength: 1 }), {
    default: [...scopeNames],
    description:
      'The permissions that are asked for. Name only those that TikTok has approved for the app: it refuses a login that asks for more.',
  }),
  apiVersion: Type.String({
    pattern: '^v[0-9]+$',
    default: 'v2',
    description: 'The version in the addresses of the API.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
