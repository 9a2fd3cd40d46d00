import { organizationOf, principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { InvoiceView, MoneyQuery } from './billing.schemas.ts'
import { invoiceList, listInvoices, type InvoiceRow } from './money.service.ts'

/** What was billed. */
export async function invoicesRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/subscriptions/invoices',
    {
      config: { permission: ['read', 'Subscription'] },
      schema: {
        operationId: 'listInvoices',
        summary: 'List the bills',
        description: 'Of one organization, for its owners and admins, newest first, with PDFs.',
        tags: ['Subscriptions'],
        querystring: MoneyQuery,
        response: {
          200: pageOf(InvoiceView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'INVALID_CURSOR'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listInvoices(context, principal, request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: invoiceList(organizationOf(principal, request.query.organizationId)),
      })
      return { data: items.map(({ row }) => presentInvoice(row)), meta }
    },
  )
}

function presentInvoice(row: InvoiceRow) {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    amount: row.amount,
    amountPaid: row.amount_paid,
    amountRefunded: row.amount_refunded,
    currency: row.currency,
    periodStart: row.period_start?.toISOString() ?? null,
    periodEnd: row.period_end?.toISOString() ?? null,
    url: row.invoice_url,
    pdfUrl: row.pdf_url,
    createdAt: row.created_at.toISOString(),
  }
}
