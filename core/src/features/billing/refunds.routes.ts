import { organizationOf, principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { MoneyQuery, ReversalView } from './billing.schemas.ts'
import { listReversals, reversalList, type ReversalRow } from './money.service.ts'

/** What was given back, or is demanded back. */
export async function refundsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/subscriptions/refunds',
    {
      config: { permission: ['read', 'Subscription'] },
      schema: {
        operationId: 'listRefunds',
        summary: 'List refunds and disputes',
        description:
          'Money of one organization that went back, or that a bank demands back, for its owners and admins, newest first. Each is of one bill (`invoiceId`); what was given back of a bill in all is its `amountRefunded`.',
        tags: ['Subscriptions'],
        querystring: MoneyQuery,
        response: {
          200: pageOf(ReversalView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'INVALID_CURSOR'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listReversals(context, principal, request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: reversalList(organizationOf(principal, request.query.organizationId)),
      })
      return { data: items.map(({ row }) => presentReversal(row)), meta }
    },
  )
}

function presentReversal(row: ReversalRow) {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    reason: row.reason,
    amount: row.amount,
    currency: row.currency,
    invoiceId: row.invoice_id,
    createdAt: row.created_at.toISOString(),
  }
}
