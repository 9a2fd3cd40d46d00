import { byId, byTimeOfId, byWord } from './filters.ts'
import { calledBetween, calledUnpricedBetween } from './figure-filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly brand_id: string | null
  readonly user_id: string | null
  readonly task: string
  readonly template: string
  readonly state: string
  readonly credits_reserved: number
  readonly credits_used: number
  readonly model: string | null
  readonly tokens_used: number | null
  readonly error: string | null
  readonly calls: number
  readonly cost_micro_usd: string | null
  readonly milliseconds: number | null
  readonly created_at: Date
  readonly settled_at: Date | null
}

const states = ['done', 'failed', 'reserved', 'returned']

/** What AI wrote, and what it cost. Neither what was asked nor what came of it. */
export const generations = new Lookup<Row>({
  id: 'generations',
  label: 'AI generations',
  group: 'Customers',
  icon: 'Edit3',
  subject: 'Generation',
  title: 'id',
  empty: 'AI has not been asked for anything yet.',
  name: ({ task }) => `AI: ${String(task)}`,
  idColumn: 'ai_generations.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    organizationId: {
      label: 'Organization',
      refersTo: 'organizations',
      filter: byId('ai_generations.organization_id'),
    },
    task: {},
    state: {
      values: states,
      filter: byWord('ai_generations.state', states),
      component: 'StateBadge',
    },
    creditsUsed: { label: 'Credits', type: 'number' },
    model: {},
    cost: { label: 'Cost' },
    createdAt: {
      label: 'Asked',
      type: 'datetime',
      sort: 'ai_generations.id',
      filter: byTimeOfId('ai_generations.id'),
    },
    calledAt: {
      label: 'A model was asked',
      type: 'datetime',
      filter: calledBetween,
      inList: false,
    },
    calledUnpricedAt: {
      label: 'A model was asked, at an unknown price',
      type: 'datetime',
      filter: calledUnpricedBetween,
      inList: false,
    },
    settledAt: { label: 'Ended', type: 'datetime', inList: false },
    error: { label: 'Why it failed', inList: false },
    calls: { label: 'Calls of models', type: 'number', inList: false },
    milliseconds: { label: 'Milliseconds in calls', type: 'number', inList: false },
    tokensUsed: { label: 'Tokens', type: 'number', inList: false },
    creditsReserved: { type: 'number', inList: false },
    template: { inList: false },
    userId: {
      label: 'Person',
      refersTo: 'users',
      filter: byId('ai_generations.user_id'),
      inList: false,
    },
    brandId: { type: 'uuid', inList: false },
    id: { type: 'uuid', filter: byId('ai_generations.id'), inList: false },
  },
  query: (knex) =>
    knex('ai_generations')
      .joinRaw(
        `cross join lateral (select count(*)::int as calls, sum(c.cost_micro_usd) as cost_micro_usd,
           sum(c.milliseconds)::int as milliseconds from ai_calls c
         where c.organization_id = ai_generations.organization_id and c.generation_id = ai_generations.id) as called`,
      )
      .select(
        'ai_generations.id',
        'ai_generations.organization_id',
        'ai_generations.brand_id',
        'ai_generations.user_id',
        'ai_generations.task',
        'ai_generations.template',
        'ai_generations.state',
        'ai_generations.credits_reserved',
        'ai_generations.credits_used',
        'ai_generations.model',
        'ai_generations.tokens_used',
        'ai_generations.error',
        'called.calls',
        'called.cost_micro_usd',
        'called.milliseconds',
        'ai_generations.created_at',
        'ai_generations.settled_at',
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    brandId: row.brand_id,
    userId: row.user_id,
    task: row.task,
    template: row.template,
    state: row.state,
    creditsReserved: row.credits_reserved,
    creditsUsed: row.credits_used,
    model: row.model,
    tokensUsed: row.tokens_used,
    error: row.error,
    calls: row.calls,
    cost: row.cost_micro_usd === null ? null : inDollars(row.cost_micro_usd),
    milliseconds: row.milliseconds,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  }),
  concerns: ({ organizationId }) => ({ organizationId: String(organizationId) }),
})

function inDollars(millionths: string): string {
  return `USD ${(Number(millionths) / 1_000_000).toFixed(4)}`
}
