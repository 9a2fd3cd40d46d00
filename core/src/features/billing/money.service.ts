import type { BillingReversal } from '@t21/plugin-kit'
import { authorize, organizationOf, visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { decodeCursor } from '../../http/pagination.ts'
import type { MoneyQuery } from './billing.schemas.ts'

/** A bill, as the table has it. */
export interface InvoiceRow {
  readonly id: string
  readonly number: string | null
  readonly status: string
  readonly amount: number
  readonly amount_paid: number
  readonly amount_refunded: number
  readonly currency: string
  readonly period_start: Date | null
  readonly period_end: Date | null
  readonly invoice_url: string | null
  readonly pdf_url: string | null
  readonly created_at: Date
  /** The same to the microsecond, which a `Date` does not hold. */
  readonly place: string
}

/** A refund or a dispute, as the table has it. */
export interface ReversalRow {
  readonly id: string
  readonly kind: BillingReversal['kind']
  readonly status: BillingReversal['status']
  readonly reason: string | null
  readonly amount: number
  readonly currency: string
  /** T21's id of the bill. */
  readonly invoice_id: string | null
  readonly created_at: Date
  readonly place: string
}

/** A row, under its place in the list. */
interface Placed<Row> {
  readonly id: string
  readonly row: Row
}

/**
 * The bills of an organization, newest first: one more than `limit`. Each stands under its place in the list.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, INVALID_CURSOR
 */
export async function listInvoices(
  context: Context,
  principal: Principal,
  query: MoneyQuery,
): Promise<Placed<InvoiceRow>[]> {
  return listMoney(context, principal, query, { table: 'invoices', list: invoiceList })
}

/** The refunds and disputes of an organization; as {@link listInvoices}. */
export async function listReversals(
  context: Context,
  principal: Principal,
  query: MoneyQuery,
): Promise<Placed<ReversalRow>[]> {
  const invoiceId = `(select invoices.id from invoices where invoices.provider = billing_reversals.provider
    and invoices.provider_invoice_id = billing_reversals.provider_invoice_id) as invoice_id`
  const of = { table: 'billing_reversals', list: reversalList, more: [invoiceId] } as const
  return listMoney(context, principal, query, of)
}

/** The name of the list in its cursors. */
export function invoiceList(organizationId: string): string {
  return `invoices:${organizationId}`
}

/** The name of the list in its cursors. */
export function reversalList(organizationId: string): string {
  return `reversals:${organizationId}`
}

async function listMoney<Row extends { readonly place: string; readonly id: string }>(
  { database, config }: Pick<Context, 'database' | 'config'>,
  principal: Principal,
  query: MoneyQuery,
  {
    table,
    list,
    more = [],
  }: {
    readonly table: 'invoices' | 'billing_reversals'
    readonly list: (organizationId: string) => string
    readonly more?: readonly string[]
  },
): Promise<Placed<Row>[]> {
  const organizationId = organizationOf(principal, query.organizationId)
  authorize(principal, 'read', 'Subscription', { organizationId })
  const columns = ['cast(created_at as text) as place', ...more]
  const statement = database
    .api(table)
    .select('*', ...columns.map((column) => database.api.raw(column)))
    .where({ organization_id: organizationId })
    .whereRaw(...visible(principal, 'read', 'Subscription', { organizationId: 'organization_id' }))
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(query.limit + 1)
  if (query.cursor !== undefined) {
    const place = decodeCursor(config.urlSecret, list(organizationId), query.cursor)
    const [at = '', id = ''] = place.split('|')
    void statement.whereRaw('(created_at, id) < (cast(? as timestamptz), cast(? as uuid))', [
      at,
      id,
    ])
  }
  const rows = await read<Row>(database, [organizationId], statement)
  return rows.map((row) => ({ id: `${row.place}|${row.id}`, row }))
}
