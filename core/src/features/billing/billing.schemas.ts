import { reversalStatuses, subscriptionStatuses } from '@t21/plugin-kit'
import { Type, type Static, type TSchema } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'

const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

const OrganizationId = Type.Optional(
  Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
)
const Plan = Type.Union([Type.Literal('PRO'), Type.Literal('BUSINESS')], {
  description: 'A plan that is paid for.',
})
const Tier = Type.Union([Type.Literal('FREE'), Type.Literal('PRO'), Type.Literal('BUSINESS')])
const Url = (description: string) => Type.String({ format: 'uri', maxLength: 2_000, description })
const Currency = Type.String({ description: 'ISO 4217, in lower case.', examples: ['gbp'] })
const Amount = Type.Integer({ description: 'In the smallest unit of the currency.' })

/** The body of `POST /v1/subscriptions/checkout`. */
export const CheckoutBody = Type.Object(
  {
    plan: Plan,
    organizationId: OrganizationId,
    successUrl: Url('Where the browser goes once the plan is bought; on an allowed origin.'),
    cancelUrl: Url('Where it goes otherwise.'),
  },
  {
    ...closed,
    examples: [
      {
        plan: 'PRO',
        successUrl: 'http://localhost:5173/billing?bought=1',
        cancelUrl: 'http://localhost:5173/billing',
      },
    ],
  },
)

/** See {@link CheckoutBody}. */
export type CheckoutBody = Static<typeof CheckoutBody>

/** A page on which a plan is bought. */
export const CheckoutView = Type.Object({
  url: Type.String({ description: 'Send the browser there.' }),
  expiresAt: Time,
})

/** The body of `POST /v1/subscriptions/portal`. */
export const PortalBody = Type.Object(
  { organizationId: OrganizationId, returnUrl: Url('Where the browser comes back to.') },
  { ...closed, examples: [{ returnUrl: 'http://localhost:5173/billing' }] },
)

/** See {@link PortalBody}. */
export type PortalBody = Static<typeof PortalBody>

/** A page with bills and cards. */
export const PortalView = Type.Object({
  url: Type.String({ description: 'Send the browser there.' }),
})

/** The query of `GET /v1/subscriptions/current`. */
export const CurrentQuery = Type.Object({ organizationId: OrganizationId }, closed)

/** The body of `PATCH /v1/subscriptions/cancel`. */
export const CancelBody = Type.Object(
  {
    organizationId: OrganizationId,
    atPeriodEnd: Type.Boolean({
      default: true,
      description:
        '`false` ends it now; what was paid for the rest of the period is not given back.',
    }),
  },
  { ...closed, examples: [{ atPeriodEnd: true }] },
)

/** The body of `PATCH /v1/subscriptions/resume`. */
export const ResumeBody = Type.Object(
  { organizationId: OrganizationId },
  { ...closed, examples: [{}] },
)

/** The body of `POST /v1/subscriptions/change/preview`. */
export const PreviewBody = Type.Object(
  { organizationId: OrganizationId, plan: Plan },
  { ...closed, examples: [{ plan: 'BUSINESS' }] },
)

/** The body of `POST /v1/subscriptions/change`. */
export const ChangeBody = Type.Object(
  {
    organizationId: OrganizationId,
    plan: Plan,
    at: Type.String({
      format: 'date-time',
      description: 'The `at` of the preview, so that it costs what was shown.',
    }),
  },
  { ...closed, examples: [{ plan: 'BUSINESS', at: '2026-02-01T09:00:00.000Z' }] },
)

const PriceView = Type.Object({
  amount: Amount,
  currency: nullable(Currency),
  interval: Type.Union([Type.Literal('month'), Type.Literal('year')]),
})

/** A plan as it is offered. */
export const PlanView = Type.Object({
  plan: Tier,
  prices: Type.Array(PriceView, {
    description: 'As the payment provider has them; empty where it is not known what it costs.',
  }),
  limits: Type.Record(Type.String(), Type.Integer(), {
    description: 'How many of each the plan allows; bytes for `mediaBytes`.',
  }),
})

/** What another plan would cost. */
export const PreviewView = Type.Object({
  plan: Plan,
  dueNow: Type.Object({
    amount: Type.Integer({ description: 'Negative where it is a credit for later.' }),
    currency: Currency,
  }),
  recurring: PriceView,
  lines: Type.Array(Type.Object({ description: Type.String(), amount: Amount })),
  at: Time,
})

/** How an organization stands with its plan. */
export const SubscriptionView = Type.Object({
  organizationId: Type.String({ format: 'uuid' }),
  tier: Type.Union(Tier.anyOf, { description: 'The plan whose limits apply.' }),
  checkoutOpen: Type.Boolean({ description: 'A page for buying is open.' }),
  subscription: nullable(
    Type.Object({
      plan: nullable(Type.String({ description: 'The plan that is paid for.' })),
      status: Type.Enum(subscriptionStatuses),
      currentPeriodStart: nullable(Time),
      currentPeriodEnd: Time,
      trialEnd: nullable(Time),
      cancelAtPeriodEnd: Type.Boolean(),
      canceledAt: nullable(Time),
      pastDueSince: nullable(Time),
      graceUntil: Type.Union([Time, Type.Null()], {
        description: 'Until when a late payment is waited for.',
      }),
    }),
  ),
})

/** See {@link SubscriptionView}. */
export type SubscriptionView = Static<typeof SubscriptionView>

/** The query of a list of an organization's money. */
export const MoneyQuery = Type.Object({ ...PageQuery, organizationId: OrganizationId }, closed)

/** See {@link MoneyQuery}. */
export type MoneyQuery = Static<typeof MoneyQuery>

/** A bill. */
export const InvoiceView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  number: nullable(Type.String({ description: 'What people quote.' })),
  status: Type.String({ description: '`open`, `paid`, `void` or `uncollectible`.' }),
  amount: Amount,
  amountPaid: Amount,
  amountRefunded: Amount,
  currency: Currency,
  periodStart: nullable(Time),
  periodEnd: nullable(Time),
  url: nullable(Type.String({ description: 'Where it is looked at and paid.' })),
  pdfUrl: nullable(Type.String()),
  createdAt: Time,
})

/** Money that went back, or is demanded back. */
export const ReversalView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  kind: Type.Union([Type.Literal('refund'), Type.Literal('dispute')]),
  status: Type.Enum(reversalStatuses, {
    description:
      'A refund is `pending`, then `succeeded` or `failed`; a dispute is `open`, then `won` (the payment stays) or `lost`.',
  }),
  reason: nullable(
    Type.String({
      description: 'The payment provider’s word for why.',
      examples: ['requested_by_customer'],
    }),
  ),
  amount: Amount,
  currency: Currency,
  invoiceId: nullable(Type.String({ format: 'uuid', description: 'The bill that it is of.' })),
  createdAt: Time,
})
