import { byId, byText, byTimeOfId } from './filters.ts'
import { Lookup, type Filter } from './lookup.ts'

interface Row {
  readonly id: string
  readonly provider: string
  readonly event_type: string
  readonly attempts: number
  readonly error: string | null
  readonly processed_at: Date | null
  readonly next_at: Date | null
  readonly created_at: Date
}

const states = ['in_trouble', 'waiting']

const byState: Filter = (query, value) => {
  if (value === 'in_trouble') query.whereNotNull('webhook_events.error')
  else if (value === 'waiting') query.whereNull('webhook_events.processed_at')
  else query.whereRaw('false')
}

/** What networks and providers told: of each event how far it got, and nothing of what it says. */
export const webhookEvents = new Lookup<Row>({
  id: 'webhook-events',
  label: 'Webhooks in',
  group: 'Operations',
  icon: 'ArrowDownLeft',
  subject: 'Webhook',
  title: 'id',
  empty:
    'No network or provider has told anything yet. Where one should, look whether its webhook is set up.',
  name: ({ provider, type }) => `${String(type)} from ${String(provider)}`,
  idColumn: 'webhook_events.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    state: { values: states, filter: byState, component: 'StateBadge' },
    provider: { label: 'From', filter: byText('webhook_events.provider') },
    type: {},
    attempts: { type: 'number' },
    createdAt: {
      label: 'Received',
      type: 'datetime',
      sort: 'webhook_events.id',
      filter: byTimeOfId('webhook_events.id'),
    },
    problem: { inList: false },
    processedAt: { label: 'Acted on', type: 'datetime', inList: false },
    nextAt: { label: 'Next attempt', type: 'datetime', inList: false },
    id: { type: 'uuid', filter: byId('webhook_events.id'), inList: false },
  },
  query: (knex) =>
    knex('webhook_events').select(
      ...[
        'id',
        'provider',
        'event_type',
        'attempts',
        'error',
        'processed_at',
        'next_at',
        'created_at',
      ].map((column) => `webhook_events.${column}`),
    ),
  present: (row) => ({
    id: row.id,
    state: stateOf(row),
    provider: row.provider,
    type: row.event_type,
    attempts: row.attempts,
    // It may name people; the log has it under the id.
    problem: row.error === null ? null : 'Acting on it broke; the log has the error under its id.',
    processedAt: row.processed_at?.toISOString() ?? null,
    nextAt: row.processed_at === null ? (row.next_at?.toISOString() ?? null) : null,
    createdAt: row.created_at.toISOString(),
  }),
  // Nobody knows whose it is before it is acted on.
  concerns: () => ({}),
})

function stateOf({ error, processed_at: processedAt }: Row): string {
  if (processedAt === null) return error === null ? 'waiting' : 'tried_again'
  return error === null ? 'done' : 'given_up'
}
