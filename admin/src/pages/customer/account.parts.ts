import { inMoney } from '../../lookups/money.ts'
import type { Shown } from '../../lookups/lookup.ts'
import { mostRows, shownRow, type Part, type PartCall } from './part.ts'

/** What they pay by now, or paid by last: an organization has one. */
export const subscriptionOf: Part = {
  id: 'subscription',
  title: 'Subscription',
  subjects: ['Subscription'],
  of: 'organization',
  lookup: 'subscriptions',
  columns: [
    { field: 'tier', label: 'Plan' },
    { field: 'status', label: 'Status', as: 'state' },
    { field: 'ends', label: 'At the end of the period' },
    { field: 'periodEnd', label: 'Period ends', as: 'time' },
    { field: 'createdAt', label: 'Since', as: 'time' },
  ],
  empty: 'They have no subscription, and had none.',
  async rows({ knex, customer }) {
    const rows = await knex('subscriptions')
      .where('organization_id', customer.organizationId)
      .limit(1)
      .select({
        id: 'id',
        tier: 'tier',
        status: 'status',
        periodEnd: 'current_period_end',
        createdAt: 'created_at',
      })
      .select(
        knex.raw(`case when cancel_at_period_end then 'it ends' else 'it goes on' end as ends`),
      )
    return rows.map(shownRow)
  },
}

/** What was billed. */
export const invoicesOf: Part = {
  id: 'invoices',
  title: 'Invoices',
  subjects: ['Invoice'],
  of: 'organization',
  lookup: 'invoices',
  columns: [
    { field: 'number', label: 'Number' },
    { field: 'status', label: 'Status', as: 'state' },
    { field: 'amount', label: 'Billed' },
    { field: 'paid', label: 'Paid' },
    { field: 'refunded', label: 'Refunded' },
    { field: 'createdAt', label: 'Billed at', as: 'time' },
  ],
  empty: 'Nothing was ever billed.',
  async rows({ knex, customer }) {
    const rows = await knex('invoices')
      .where('organization_id', customer.organizationId)
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(mostRows)
      .select(
        'id',
        'number',
        'provider_invoice_id',
        'status',
        'amount',
        'amount_paid',
        'amount_refunded',
        'currency',
        'created_at',
      )
    return rows.map((row) =>
      shownRow({
        id: row.id,
        number: row.number ?? row.provider_invoice_id,
        status: row.status,
        amount: inMoney(row.amount, row.currency),
        paid: inMoney(row.amount_paid, row.currency),
        refunded: inMoney(row.amount_refunded, row.currency),
        createdAt: row.created_at,
      }),
    )
  },
}

/** The customer's own audit log. It tells of everything that is theirs, so whoever reads it may read all of that. */
export const ownLog: Part = {
  id: 'log',
  title: "The customer's audit log",
  subjects: ['Organization', 'Post', 'SocialAccount'],
  of: 'organization',
  columns: [
    { field: 'what', label: 'What' },
    { field: 'actor', label: 'By' },
    { field: 'fields', label: 'Changed' },
    { field: 'createdAt', label: 'When', as: 'time' },
  ],
  empty: 'Nothing has changed yet.',
  async rows({ knex, customer }) {
    const { rows } = await knex.raw<{ rows: Record<string, unknown>[] }>(
      `select log.id, replace(log.resource, '_', ' ') || ' ' || log.action as what,
         case log.actor when 'user' then coalesce(u.email, 'somebody who is gone') else log.actor end as actor,
         case log.action when 'updated' then (select string_agg(replace(key, '_', ' '), ', ' order by key)
           from jsonb_object_keys(log.changes) as key) end as fields,
         log.created_at as "createdAt"
       from (select * from audit_logs where organization_id = ? order by id desc limit ?) as log
       left join users u on u.id = log.user_id
       order by log.id desc`,
      [customer.organizationId, mostRows],
    )
    return rows.map(shownRow)
  },
}

const who = { field: 'who', label: 'Who' } as const
const when = { field: 'createdAt', label: 'When', as: 'time' } as const

/** What staff did, so that two who help one customer know of each other. */
export const staffActs: Part = {
  id: 'staff',
  title: 'What staff did',
  subjects: ['StaffAct'],
  of: 'both',
  columns: [
    who,
    { field: 'what', label: 'What' },
    { field: 'reason', label: 'Reason' },
    { field: 'outcome', label: 'Outcome', as: 'state' },
    when,
  ],
  empty: 'Nobody of the staff has done anything for this customer.',
  rows: (call) => ofStaff(call, `action <> 'read'`),
}

/** What staff looked at: with the rest of their audit log, for those who may read that. */
export const staffReadings: Part = {
  id: 'staff-readings',
  title: 'What staff looked at',
  subjects: ['AuditLog'],
  of: 'both',
  columns: [who, { field: 'what', label: 'What' }, when],
  empty: 'Nobody of the staff has looked at this customer.',
  rows: (call) => ofStaff(call, `action = 'read'`),
}

async function ofStaff(
  { knex, customer: { organizationId, userId } }: PartCall,
  which: string,
): Promise<Shown[]> {
  const part = (column: string) =>
    `(select * from staff_audit where ${column} = :${column} and ${which} order by id desc limit :most)`
  const { rows } = await knex.raw<{ rows: Record<string, unknown>[] }>(
    `select acts.id, acts.staff_email as who, acts.action || ' ' || acts.subject as what,
       acts.reason, acts.outcome, acts.created_at as "createdAt"
     from (${part('organization_id')} union ${part('user_id')}) as acts
     order by acts.id desc limit :most`,
    { organization_id: organizationId, user_id: userId, most: mostRows },
  )
  return rows.map(shownRow)
}
