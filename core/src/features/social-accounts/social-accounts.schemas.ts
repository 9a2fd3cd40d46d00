import { Type, type Static, type TSchema } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

const Platform = Type.String({
  pattern: '^[A-Z][A-Z0-9_]{1,31}$',
  description: 'In capitals, as in `GET /v1/platforms`.',
  examples: ['TWITTER'],
})

const ReturnUrl = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 2_000,
    description:
      'Where the browser goes afterwards, with `connection` and `status` in the query; on a configured origin. Without it, a page says how it went.',
  }),
)

/** The body of `POST /v1/brands/{brandId}/social-accounts`. */
export const ConnectBody = Type.Object(
  { platform: Platform, returnUrl: ReturnUrl },
  {
    ...closed,
    description: 'Which network to connect.',
    examples: [{ platform: 'TWITTER', returnUrl: 'http://localhost:5173/brands/acme/accounts' }],
  },
)

/** The body of `POST …/reconnect`. */
export const ReconnectBody = Type.Object(
  { returnUrl: ReturnUrl },
  {
    ...closed,
    description: 'Where to go afterwards.',
    examples: [{ returnUrl: 'http://localhost:5173/brands/acme/accounts' }],
  },
)

/** The body of `POST /v1/connections/{id}/accounts`. */
export const ChooseBody = Type.Object(
  {
    targets: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: '`platformUserId` of the candidates to connect.',
    }),
  },
  {
    ...closed,
    description: 'Which of the candidates to connect.',
    examples: [{ targets: ['17841400000000000'] }],
  },
)

/** A walk that has begun. */
export const StartedConnectionView = Type.Object({
  connectionId: Id,
  authorizationUrl: Type.String({
    description: 'Send the person’s browser there, within 10 minutes; it works once.',
  }),
})

/** How an account is, and what is to be done about it. */
const Health = Type.Object({
  status: Type.Union([Type.Literal('active'), Type.Literal('needs_reconnect')]),
  reason: nullable(Type.String({ description: 'Why it has to be connected again.' })),
  tokenExpiresAt: nullable(
    Type.String({
      format: 'date-time',
      description: 'Renewed before, where the network allows it; `null` where it does not tell.',
    }),
  ),
  renewsItself: Type.Boolean({ description: 'False: connect it again before it expires.' }),
  endsAt: nullable(
    Type.String({
      format: 'date-time',
      description:
        'When the connection ends and T21 cannot renew it; people are told a week before. `null` where no end is known.',
    }),
  ),
  limits: Type.Array(
    Type.Object({
      name: Type.String({ examples: ['posts'] }),
      used: nullable(Type.Integer()),
      total: Type.Integer(),
      windowSeconds: Type.Integer(),
    }),
    { description: 'What the network allowed, and how much was used, when it was last read.' },
  ),
  missingScopes: Type.Array(
    Type.Object({
      name: Type.String(),
      required: Type.Boolean(),
      without: Type.String({ description: 'What does not work without it.' }),
    }),
  ),
  pausedUntil: nullable(
    Type.String({ format: 'date-time', description: 'Nothing is sent to it before.' }),
  ),
  pausedBecause: nullable(Type.String()),
})

/** An account as it is answered; its tokens never are. */
export const SocialAccountView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: Id,
  platform: Type.String(),
  platformUserId: Type.String(),
  platformUsername: Type.String(),
  displayName: nullable(Type.String()),
  avatarUrl: nullable(Type.String()),
  profileUrl: nullable(Type.String()),
  isActive: Type.Boolean({ description: 'True where `health.status` is `active`.' }),
  scopes: Type.Array(Type.String()),
  health: Health,
  lastSyncAt: nullable(Time),
  createdAt: Time,
  updatedAt: Time,
})

/** See {@link SocialAccountView}. */
export type SocialAccountView = Static<typeof SocialAccountView>

/** A connection as it is answered. */
export const ConnectionView = Type.Object({
  id: Id,
  brandId: Id,
  platform: Type.String(),
  status: Type.Union(
    [
      Type.Literal('pending'),
      Type.Literal('exchanging'),
      Type.Literal('choose'),
      Type.Literal('connected'),
      Type.Literal('failed'),
    ],
    {
      description:
        '`pending`: the browser is at the network. `choose`: pick among `candidates` with `POST /v1/connections/{id}/accounts`.',
    },
  ),
  error: nullable(
    Type.Object({
      code: Type.String({ description: 'See docs/errors.md, "Errors of a connection".' }),
      message: Type.String(),
      remedy: Type.String(),
    }),
  ),
  candidates: Type.Array(
    Type.Object({
      platformUserId: Type.String(),
      username: Type.String(),
      displayName: nullable(Type.String()),
      avatarUrl: nullable(Type.String()),
      profileUrl: nullable(Type.String()),
    }),
  ),
  socialAccountIds: Type.Array(Id, { description: 'What was connected.' }),
  expiresAt: Time,
  createdAt: Time,
})

/** See {@link ConnectionView}. */
export type ConnectionView = Static<typeof ConnectionView>

/** The query of the list. */
export const SocialAccountsQuery = Type.Object(PageQuery, closed)

/** The path of a brand's accounts. */
export const BrandAccountsParams = Type.Object({ brandId: Id })

/** The path of one account. */
export const BrandAccountParams = Type.Object({ brandId: Id, id: Id })

/** The path of one connection. */
export const ConnectionParams = Type.Object({ id: Id })

/** The path of the way back. */
export const CallbackParams = Type.Object({
  platform: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{1,31}$', examples: ['twitter'] }),
})

/** What networks put into the address; some add words of their own. */
export const CallbackQuery = Type.Object(
  {
    state: Type.Optional(Type.String({ maxLength: 200 })),
    code: Type.Optional(Type.String({ maxLength: 4_000 })),
    error: Type.Optional(Type.String({ maxLength: 500 })),
    error_description: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: true },
)

/** The path of `GET /v1/social-accounts/{id}/options`. */
export const AccountParams = Type.Object({ id: Id }, closed)

/** The query of `GET /v1/social-accounts/{id}/options`. */
export const AccountOptionsQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: '^[^\\u0000]*$',
        description: 'What a person typed, to look for places, people and the like.',
      }),
    ),
  },
  closed,
)

/** The options of a post to an account. */
export const AccountOptionsView = Type.Object({
  socialAccountId: Id,
  platform: Type.String(),
  schema: Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'JSON Schema of `overrides.<PLATFORM>.options`, with what is offered now.',
    },
  ),
})
