import { Type, type Static } from 'typebox'

/** The settings of the provider; `apiKey` is read from `SENDGRID_API_KEY` and so on. */
export const settings = Type.Object({
  apiKey: Type.String({
    minLength: 1,
    description: 'API key with the right to send mail: `SG.…`.',
  }),
  webhookPublicKey: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Verification key of the signed event webhook, as SendGrid shows it. Without it no webhook is taken.',
    }),
  ),
  region: Type.Unsafe<'global' | 'eu'>({
    type: 'string',
    enum: ['global', 'eu'],
    default: 'global',
    description: '`eu` for a subuser whose data stays in the EU.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>

/** Where SendGrid takes mail. */
export function hostOf({ region }: Pick<Settings, 'region'>): string {
  return region === 'eu' ? 'https://api.eu.sendgrid.com' : 'https://api.sendgrid.com'
}
