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

/**
 * The bills of an organization, newest first: one more than `limit`. Each stands under its place in the list.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, INVALID_CURSOR
 */
export async function listInvoices(
  context: Context,
  principal: Principal,
  query: MoneyQuery,
): Promise<{ readonly id: string; readonly row: InvoiceRow }[]> {
  const organizationId = organizationOf(principal, query.organizationId)
  authorize(principal, 'read', 'Subscription', { organizationId })
  const { database, config } = context
  const statement = database
    .api('invoices')
    .select('*', database.api.raw('cast(created_at as text) as place'))
    .where({ organization_id: organizationId })
    .whereRaw(...visible(principal, 'read', 'Subscription', { organizationId: 'organization_id' }))
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(query.limit + 1)
  if (query.cursor !== undefined) {
    const place = decodeCursor(config.urlSecret, invoiceList(organizationId), query.cursor)
    const [at = '', id = ''] = place.split('|')
    void statement.whereRaw('(created_at, id) < (cast(? as timestamptz), cast(? as uuid))', [
      at,
      id,
    ])
  }
  const rows = await read<InvoiceRow>(database, [organizationId], statement)
  return rows.map((row) => ({ id: `${row.place}|${row.id}`, row }))
}

/** The name of the list in its cursors. */
export function invoiceList(organizationId: string): string {
  return `invoices:${organizationId}`
}
