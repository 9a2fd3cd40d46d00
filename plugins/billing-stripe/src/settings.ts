import { Type, type Static } from 'typebox'

/** The settings of the provider; `secretKey` is read from `STRIPE_SECRET_KEY` and so on. */
export const settings = Type.Object({
  secretKey: Type.String({
    pattern: '^(sk|rk)_(test|live)_[A-Za-z0-9_]+$',
    description:
      'Secret or restricted key of the account; its mode (test or live) is the mode of everything.',
  }),
  webhookSecret: Type.Array(Type.String({ pattern: '^whsec_.+$' }), {
    minItems: 1,
    description:
      'Signing secret of the webhook endpoint; several, separated by commas, while one replaces another.',
  }),
  priceIdPro: Type.String({
    pattern: '^(price|plan)_.+$',
    description: 'Id of the recurring price of the plan PRO.',
  }),
  priceIdBusiness: Type.String({
    pattern: '^(price|plan)_.+$',
    description: 'Id of the recurring price of the plan BUSINESS.',
  }),
  portalConfigurationId: Type.Optional(
    Type.String({
      pattern: '^bpc_.+$',
      description: "Configuration of the customer portal; the account's default one without it.",
    }),
  ),
  promotionCodes: Type.Boolean({
    default: false,
    description: 'Whether promotion codes can be entered at the checkout.',
  }),
  automaticTax: Type.Boolean({
    default: false,
    description: 'Whether Stripe Tax computes taxes; it has to be set up in the account.',
  }),
  trialDays: Type.Integer({
    minimum: 0,
    maximum: 730,
    default: 0,
    description: 'Days for which a new subscription costs nothing.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
