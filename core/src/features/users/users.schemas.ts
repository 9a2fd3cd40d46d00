import { Type, type Static } from 'typebox'
import { LanguageTag } from '../../http/language.ts'

const MaybeText = Type.Union([Type.String(), Type.Null()])
const MaybeTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

/** What a person is called. */
export const PersonName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\s\\u0000-\\u001f\\u007f][^\\u0000-\\u001f\\u007f]*$',
  description: 'Begins with a visible character; no control characters.',
})

/** One's own account: the specification's User. What concerns the plan is the personal organization's. */
export const UserView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  email: Type.String(),
  emailVerified: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When the address was verified; `null` if it was not.',
  }),
  name: MaybeText,
  avatarUrl: MaybeText,
  locale: Type.Union([Type.String(), Type.Null()], {
    description: 'The language of your mails; `null` for English.',
    examples: ['en'],
  }),
  timezone: Type.Union([Type.String(), Type.Null()], {
    description:
      'The zone whose Monday your weekly summary comes on; `null`: that of your first brand.',
    examples: ['Europe/London'],
  }),
  emailUndeliverable: Type.Union(
    [Type.Literal('bounced'), Type.Literal('complained'), Type.Null()],
    {
      description:
        '`bounced`: mail to your address came back, and none is sent until you verify it again. `complained`: a mail was called spam, and only what your account needs is sent until you switch a mail on. `null`: mail is sent.',
    },
  ),
  authProvider: Type.String({ examples: ['email'] }),
  organizationId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
    description: 'The personal organization.',
  }),
  subscriptionTier: Type.Union([
    Type.Literal('FREE'),
    Type.Literal('PRO'),
    Type.Literal('BUSINESS'),
  ]),
  subscriptionStatus: Type.Union([Type.String(), Type.Null()], {
    description: 'As at the payment provider; `null` without a subscription.',
    examples: ['active'],
  }),
  currentPeriodEnd: MaybeTime,
  postsThisMonth: Type.Integer({ description: 'Counted against the plan, this month in UTC.' }),
  aiCreditsUsed: Type.Integer({ description: 'This month in UTC.' }),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
  lastLoginAt: MaybeTime,
})

/** See the schema of the same name. */
export type UserView = Static<typeof UserView>

/** What one may change about oneself. */
export const PatchUserBody = Type.Object(
  {
    name: Type.Optional(Type.Union([PersonName, Type.Null()])),
    avatarUrl: Type.Optional(
      Type.Union([
        Type.String({
          format: 'uri',
          pattern: '^https://',
          maxLength: 2_000,
          description: 'An https address. T21 does not fetch it.',
        }),
        Type.Null(),
      ]),
    ),
    locale: Type.Optional(Type.Union([LanguageTag, Type.Null()])),
    timezone: Type.Optional(
      Type.Union([
        Type.String({ maxLength: 64, description: 'An IANA name such as `Europe/London`.' }),
        Type.Null(),
      ]),
    ),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    description: 'Only what is to change. `null` removes it.',
    examples: [{ name: 'Ada Lovelace', avatarUrl: 'https://example.com/ada.png' }],
  },
)

/** See the schema of the same name. */
export type PatchUserBody = Static<typeof PatchUserBody>
