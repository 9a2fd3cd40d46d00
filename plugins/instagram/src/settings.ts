import { metaSettings, type MetaSettings } from '@t21/meta-graph'
import { Type, type Static } from 'typebox'
import type { Login } from './facts.ts'

/** The settings of the connector; `clientId` is read from `INSTAGRAM_CLIENT_ID` and so on. */
export const settings = Type.Object({
  ...metaSettings,
  clientId: Type.String({
    minLength: 1,
    description:
      'Instagram app id (Meta dashboard, "API setup with Instagram login"), which is not the Facebook app id.',
  }),
  clientSecret: Type.String({
    minLength: 1,
    description: 'Instagram app secret; it also signs the webhooks that Meta sends.',
  }),
  login: Type.Union([Type.Literal('instagram'), Type.Literal('facebook')], {
    default: 'instagram',
    description:
      'How new accounts are connected: "instagram" needs no Facebook Page, "facebook" reaches accounts that are linked to one. Those that are connected keep theirs.',
  }),
  facebookClientId: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'Facebook app id, for accounts by Facebook Login. Left out: that of clientId.',
    }),
  ),
  facebookClientSecret: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Facebook app secret, for accounts by Facebook Login. Left out: that of clientSecret.',
    }),
  ),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>

/** The settings with the app that a set-up uses as `clientId` and `clientSecret`. */
export function appOf(settings: Settings, login: Login): Settings & MetaSettings {
  if (login === 'instagram') return settings
  return {
    ...settings,
    clientId: settings.facebookClientId ?? settings.clientId,
    clientSecret: settings.facebookClientSecret ?? settings.clientSecret,
  }
}

/** Every secret that may sign what Meta sends: instagram.md 7 is not sure which of them does. */
export function secretsOf(settings: Settings): readonly string[] {
  return [settings.clientSecret, settings.facebookClientSecret].filter(
    (secret) => secret !== undefined,
  )
}
