import { isForeignId } from '../find/recognize.ts'
import { refunded } from './figure-filters.ts'
import { byId, byText, byTextInAnyCase, byTime, byWord } from './filters.ts'
import { Lookup } from './lookup.ts'
import { inMoney } from './money.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly provider: string
  readonly provider_invoice_id: string
  readonly number: string | null
  readonly status: string
  readonly amount: number
  readonly amount_paid: number
  readonly amount_refunded: number
  readonly currency: string
  readonly period_start: Date | null
  readonly period_end: Date | null
  readonly created_at: Date
}

const statuses = ['draft', 'open', 'paid', 'uncollectible', 'void']

/** What customers were billed. Its links are the customer's: with one, anybody can pay or read it. */
export const invoices = new Lookup<Row>({
  id: 'invoices',
  label: 'Invoices',
  group: 'Customers',
  icon: 'FileText',
  subject: 'Invoice',
  title: 'number',
  empty:
    'Nothing was billed yet. Invoices are made by the payment provider and appear here by themselves.',
  idColumn: 'invoices.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    number: { filter: byText('invoices.number'), finds: isForeignId },
    organizationId: {
      label: 'Organization',
      refersTo: 'organizations',
      filter: byId('invoices.organization_id'),
    },
    status: {
      values: statuses,
      filter: byWord('invoices.status', statuses),
      component: 'StateBadge',
    },
    amount: { label: 'Billed' },
    amountPaid: { label: 'Paid' },
    amountRefunded: { label: 'Refunded' },
    createdAt: {
      label: 'Billed at',
      type: 'datetime',
      sort: 'invoices.created_at',
      filter: byTime('invoices.created_at'),
    },
    currency: { filter: byTextInAnyCase('invoices.currency'), inList: false },
    refunded: {
      label: 'Something was paid back',
      values: ['yes'],
      filter: refunded,
      inList: false,
    },
    periodStart: { type: 'datetime', inList: false },
    periodEnd: { type: 'datetime', inList: false },
    provider: { inList: false },
    providerInvoiceId: {
      label: "Provider's id",
      filter: byText('invoices.provider_invoice_id'),
      finds: isForeignId,
      inList: false,
    },
    id: { type: 'uuid', filter: byId('invoices.id'), inList: false },
  },
  query: (knex) =>
    knex('invoices').select(
      'invoices.id',
      'invoices.organization_id',
      'invoices.provider',
      'invoices.provider_invoice_id',
      'invoices.number',
      'invoices.status',
      'invoices.amount',
      'invoices.amount_paid',
      'invoices.amount_refunded',
      'invoices.currency',
      'invoices.period_start',
      'invoices.period_end',
      'invoices.created_at',
    ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    provider: row.provider,
    providerInvoiceId: row.provider_invoice_id,
    number: row.number ?? row.provider_invoice_id,
    status: row.status,
    amount: inMoney(row.amount, row.currency),
    amountPaid: inMoney(row.amount_paid, row.currency),
    amountRefunded: inMoney(row.amount_refunded, row.currency),
    currency: row.currency.toUpperCase(),
    refunded: row.amount_refunded > 0 ? 'yes' : null,
    periodStart: row.period_start?.toISOString() ?? null,
    periodEnd: row.period_end?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId }) => ({ organizationId: String(organizationId) }),
})
