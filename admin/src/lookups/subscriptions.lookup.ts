import { isForeignId } from '../find/recognize.ts'
import { byId, byText, byTimeOfId, byWord } from './filters.ts'
import { paysIn } from './figure-filters.ts'
import { Lookup } from './lookup.ts'
import { tiers } from './organizations.lookup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly provider: string
  readonly provider_subscription_id: string
  readonly customer_id: string | null
  readonly plan: string | null
  readonly tier: string
  readonly status: string
  readonly current_period_start: Date | null
  readonly current_period_end: Date
  readonly trial_end: Date | null
  readonly cancel_at_period_end: boolean
  readonly canceled_at: Date | null
  readonly past_due_since: Date | null
  readonly grace_until: Date | null
  readonly read_at: Date | null
  readonly created_at: Date
}

const statuses = [
  'incomplete',
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
] as const

/** What customers pay for, as the provider of billing had it when it was read last. */
export const subscriptions = new Lookup<Row>({
  id: 'subscriptions',
  label: 'Subscriptions',
  group: 'Customers',
  icon: 'CreditCard',
  subject: 'Subscription',
  title: 'providerSubscriptionId',
  empty: 'Nobody pays yet. Where somebody should, look at the plugin of the payment provider.',
  name: ({ provider, tier }) => `${String(tier)} by ${String(provider)}`,
  idColumn: 'subscriptions.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    organizationId: {
      label: 'Organization',
      refersTo: 'organizations',
      filter: byId('subscriptions.organization_id'),
    },
    tier: { label: 'Gives', values: tiers, filter: byWord('subscriptions.tier', tiers) },
    status: {
      values: statuses,
      filter: byWord('subscriptions.status', statuses),
      component: 'StateBadge',
    },
    currentPeriodEnd: { label: 'Period ends', type: 'datetime' },
    cancelAtPeriodEnd: { label: 'Ends with the period', type: 'boolean' },
    createdAt: {
      label: 'Since',
      type: 'datetime',
      sort: 'subscriptions.id',
      filter: byTimeOfId('subscriptions.id'),
    },
    paysIn: { label: 'Pays this period in', filter: paysIn, inList: false },
    plan: { label: 'Plan of the price', inList: false },
    currentPeriodStart: { label: 'Period began', type: 'datetime', inList: false },
    trialEnd: { type: 'datetime', inList: false },
    canceledAt: { type: 'datetime', inList: false },
    pastDueSince: { type: 'datetime', inList: false },
    graceUntil: { label: 'May be late until', type: 'datetime', inList: false },
    provider: { inList: false },
    providerSubscriptionId: {
      label: "Provider's id",
      filter: byText('subscriptions.provider_subscription_id'),
      finds: isForeignId,
      inList: false,
    },
    customerId: {
      label: "Provider's id of the customer",
      filter: byText('customers.customer_id'),
      finds: isForeignId,
      inList: false,
    },
    readAt: { label: 'Read at the provider', type: 'datetime', inList: false },
    id: { type: 'uuid', filter: byId('subscriptions.id'), inList: false },
  },
  query: (knex) =>
    knex('subscriptions')
      .leftJoin('billing_customers as customers', (join) =>
        join
          .on('customers.organization_id', 'subscriptions.organization_id')
          .andOn('customers.provider', 'subscriptions.provider'),
      )
      .select(
        'subscriptions.id',
        'subscriptions.organization_id',
        'subscriptions.provider',
        'subscriptions.provider_subscription_id',
        'customers.customer_id',
        'subscriptions.plan',
        'subscriptions.tier',
        'subscriptions.status',
        'subscriptions.current_period_start',
        'subscriptions.current_period_end',
        'subscriptions.trial_end',
        'subscriptions.cancel_at_period_end',
        'subscriptions.canceled_at',
        'subscriptions.past_due_since',
        'subscriptions.grace_until',
        'customers.read_at',
        'subscriptions.created_at',
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    provider: row.provider,
    providerSubscriptionId: row.provider_subscription_id,
    customerId: row.customer_id,
    plan: row.plan,
    tier: row.tier,
    status: row.status,
    currentPeriodStart: row.current_period_start?.toISOString() ?? null,
    currentPeriodEnd: row.current_period_end.toISOString(),
    trialEnd: row.trial_end?.toISOString() ?? null,
    cancelAtPeriodEnd: row.cancel_at_period_end,
    canceledAt: row.canceled_at?.toISOString() ?? null,
    pastDueSince: row.past_due_since?.toISOString() ?? null,
    graceUntil: row.grace_until?.toISOString() ?? null,
    readAt: row.read_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId }) => ({ organizationId: String(organizationId) }),
})
