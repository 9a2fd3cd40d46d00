import type { BillingInvoice, BillingReversal } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import type { Owner } from './subscription.store.ts'

/** Stores bills as they are now. Drafts are none yet. */
export async function storeInvoices(
  transaction: Knex.Transaction,
  owner: Owner,
  provider: string,
  invoices: readonly BillingInvoice[],
): Promise<void> {
  const rows = invoices
    .filter(({ status }) => status !== 'draft')
    .map((invoice) => ({
      organization_id: owner.id,
      user_id: owner.ownerId,
      provider,
      provider_invoice_id: invoice.id,
      number: invoice.number,
      status: invoice.status,
      amount: invoice.amount,
      amount_paid: invoice.amountPaid,
      amount_refunded: invoice.amountRefunded,
      currency: invoice.currency,
      period_start: invoice.periodStart,
      period_end: invoice.periodEnd,
      invoice_url: invoice.url,
      pdf_url: invoice.pdfUrl,
      created_at: invoice.createdAt,
    }))
  if (rows.length === 0) return
  await transaction('invoices').insert(rows).onConflict(['provider', 'provider_invoice_id']).merge()
}

/** Stores refunds and disputes as they are now. @returns those that are new, or have another status */
export async function storeReversals(
  transaction: Knex.Transaction,
  owner: Owner,
  provider: string,
  reversals: readonly BillingReversal[],
): Promise<readonly BillingReversal[]> {
  if (reversals.length === 0) return []
  const known = await transaction('billing_reversals')
    .where({ organization_id: owner.id, provider })
    .select<{ provider_reversal_id: string; status: string }[]>('provider_reversal_id', 'status')
  const statuses = new Map(known.map((row) => [row.provider_reversal_id, row.status]))
  const rows = reversals.map((reversal) => ({
    organization_id: owner.id,
    provider,
    provider_reversal_id: reversal.id,
    kind: reversal.kind,
    status: reversal.status,
    reason: reversal.reason,
    amount: reversal.amount,
    currency: reversal.currency,
    provider_invoice_id: reversal.invoiceId,
    created_at: reversal.createdAt,
  }))
  await transaction('billing_reversals')
    .insert(rows)
    .onConflict(['provider', 'provider_reversal_id'])
    .merge()
  return reversals.filter(({ id, status }) => statuses.get(id) !== status)
}
