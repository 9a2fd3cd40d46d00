import { isEmail } from '../find/recognize.ts'
import { byId, byText, byTextInAnyCase, byTimeOfId, byWord } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly user_id: string | null
  readonly recipient: string
  readonly template: string
  readonly necessity: string
  readonly state: string
  readonly attempts: number
  readonly next_at: Date | null
  readonly sent_at: Date | null
  readonly sent_by: string | null
  readonly error: string | null
  readonly stopped_because: string | null
  readonly created_at: Date
}

const states = [
  'waiting',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'refused',
  'given_up',
  'suppressed',
]

/** Mail that was sent to customers. Neither subject nor body: they hold links that let people in, and names of others. */
export const mail = new Lookup<Row>({
  id: 'mail',
  label: 'Mail',
  group: 'Customers',
  icon: 'Mail',
  subject: 'Mail',
  title: 'to',
  empty: 'No mail was written yet.',
  idColumn: 'mail_messages.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    to: { filter: byTextInAnyCase('mail_messages.recipient'), finds: isEmail, personal: true },
    template: { filter: byText('mail_messages.template') },
    state: {
      values: states,
      filter: byWord('mail_messages.state', states),
      component: 'StateBadge',
    },
    createdAt: {
      label: 'Written',
      type: 'datetime',
      sort: 'mail_messages.id',
      filter: byTimeOfId('mail_messages.id'),
    },
    sentAt: { label: 'Sent', type: 'datetime' },
    attempts: { type: 'number', inList: false },
    nextAt: { label: 'Tried again', type: 'datetime', inList: false },
    sentBy: { inList: false },
    error: { label: 'Why not', inList: false },
    stoppedBecause: { label: 'This address gets no mail: it', inList: false },
    necessity: { inList: false },
    userId: {
      label: 'Person',
      refersTo: 'users',
      filter: byId('mail_messages.user_id'),
      inList: false,
    },
    id: { type: 'uuid', filter: byId('mail_messages.id'), inList: false },
  },
  query: (knex) =>
    knex('mail_messages').select(
      'mail_messages.id',
      'mail_messages.user_id',
      'mail_messages.recipient',
      'mail_messages.template',
      'mail_messages.necessity',
      'mail_messages.state',
      'mail_messages.attempts',
      'mail_messages.next_at',
      'mail_messages.sent_at',
      'mail_messages.sent_by',
      'mail_messages.error',
      knex.raw(`(select string_agg(s.reason, ', ') from mail_suppressions s
        where s.address_hash = mail_address_hash(mail_messages.recipient) and s.lifted_at is null) as stopped_because`),
      'mail_messages.created_at',
    ),
  present: (row) => ({
    id: row.id,
    userId: row.user_id,
    to: row.recipient,
    template: row.template,
    necessity: row.necessity,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at?.toISOString() ?? null,
    sentAt: row.sent_at?.toISOString() ?? null,
    sentBy: row.sent_by,
    error: row.error,
    stoppedBecause: row.stopped_because,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ userId }) => ({ userId: typeof userId === 'string' ? userId : null }),
})
