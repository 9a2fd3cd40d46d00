import { byTextInAnyCase, byTime, byTimeOfId } from './filters.ts'
import type { Filter, FilterValue } from './lookup.ts'

type Query = Parameters<Filter>[0]

/** Organizations of which something was published that was due between two moments. */
export const publishedBetween: Filter = among('organizations.id', byTime('due_at'), (query) =>
  query
    .select('organization_id')
    .from('social_posts')
    // What the index of outcomes holds; everything that is asked for is in it.
    .whereIn('state', ['published', 'failed', 'expired'])
    .groupBy('organization_id')
    .havingRaw(`bool_or(state = 'published')`),
)

/** Deliveries that were begun between two moments, at the first attempt: what punctuality is measured by. */
export const begunBetween: Filter = (query, value) => {
  void query.where('social_posts.retry_count', 0)
  byTime('social_posts.started_at')(query, value)
}

/** What was asked of AI for which a model was called between two moments. */
export const calledBetween: Filter = among(
  'ai_generations.id',
  byTimeOfId('ai_calls.id'),
  (query) => query.select('generation_id').from('ai_calls'),
)

/** The same, where its price is not known. */
export const calledUnpricedBetween: Filter = among(
  'ai_generations.id',
  byTimeOfId('ai_calls.id'),
  (query) => query.select('generation_id').from('ai_calls').whereNull('cost_micro_usd'),
)

/** Subscriptions that bring money in a currency: the newest invoice of the period under way is paid, and in it. */
export const paysIn: Filter = (query, value) => {
  void query.whereIn('subscriptions.status', ['active', 'past_due']).whereExists((invoices) => {
    const paid = (name: string, narrowed: Query): Query =>
      narrowed
        .whereRaw('??.organization_id = subscriptions.organization_id', [name])
        .where(`${name}.status`, 'paid')
        .whereRaw('now() >= ??.period_start and now() < ??.period_end', [name, name])
    void paid(
      'invoices',
      invoices.select(invoices.client.raw('1')).from('invoices'),
    ).whereNotExists((later) => {
      void paid('later', later.select(later.client.raw('1')).from('invoices as later')).whereRaw(
        '(later.created_at, later.id) > (invoices.created_at, invoices.id)',
      )
    })
    byTextInAnyCase('invoices.currency')(invoices, value)
  })
}

/** Invoices of which something was paid back; there is no list of all others. */
export const refunded: Filter = (query, value: FilterValue) => {
  void (value === 'yes' ? query.where('invoices.amount_refunded', '>', 0) : query.whereRaw('false'))
}

function among(column: string, narrow: Filter, from: (query: Query) => Query): Filter {
  return (query, value) => {
    void query.whereIn(column, (others) => {
      narrow(from(others), value)
    })
  }
}
