import { Type, type Static } from 'typebox'

/** The settings of the provider; `apiKey` is read from `RESEND_API_KEY` and so on. */
export const settings = Type.Object({
  apiKey: Type.String({ minLength: 1, description: 'API key with the right to send: `re_…`.' }),
  webhookSecret: Type.Optional(
    Type.String({
      pattern: '^whsec_[A-Za-z0-9+/=_-]{8,}$',
      description:
        'Secret of the webhook that tells of bounces and complaints: `whsec_…`. Without it none is taken.',
    }),
  ),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
