import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { created, matching, page, paging } from '../api/lists.ts'
import { flag, object, oneOf, required, text } from '../api/params.ts'
import { cardError } from '../billing/cards.ts'
import { actFor } from '../billing/clock.ts'
import { collectInvoice, finalizeInvoice, voidInvoice } from '../billing/invoicing.ts'
import { existing } from './existing.ts'
import { subscriptionOf } from './invoice.ts'
import { ownCard } from './payment-methods.ts'
import { table } from './records.ts'

/** `/v1/invoices` and `/v1/invoice_payments`; previews are in `preview.routes.ts`. */
export const invoiceRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'GET',
      path: '/invoices/:id',
      operation: 'retrieve_invoice',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'invoices', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/invoices',
      operation: 'list_invoices',
      params: {
        ...paging,
        collection_method: oneOf('charge_automatically', 'send_invoice'),
        created,
        customer: text,
        status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
        subscription: text,
      },
    },
    ({ context }, { created: when, customer, status, subscription, ...asked }) => {
      const found = matching(table(context, 'invoices'), when, { customer, status }).filter(
        (invoice) => subscription === undefined || subscriptionOf(invoice) === subscription,
      )
      return page(found, '/invoices', asked)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/invoices/:id/pay',
      operation: 'pay_invoice',
      params: { payment_method: text, off_session: flag },
    },
    (asked, { payment_method: method }, { id }) => {
      const invoice = existing(asked.context, 'invoices', id)
      if (invoice.status === 'paid') {
        throw invalid('Invoice is already paid', undefined, 'invoice_already_paid')
      }
      if (invoice.status === 'void' || invoice.status === 'uncollectible') {
        throw invalid(
          `The invoice cannot be paid: it is ${invoice.status}.`,
          undefined,
          'invoice_not_editable',
        )
      }
      const act = actFor(asked, invoice.customer)
      if (method !== undefined) ownCard(act, method, invoice.customer, 'payment_method')
      if (invoice.status === 'draft') finalizeInvoice(act, id)
      const decline = collectInvoice(act, id, { paymentMethod: method })
      if (decline !== undefined) throw cardError(decline)
      return existing(asked.context, 'invoices', id)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/invoices/:id/finalize',
      operation: 'finalize_invoice',
      params: { auto_advance: flag },
    },
    (asked, _, { id }) => {
      const invoice = existing(asked.context, 'invoices', id)
      if (invoice.status !== 'draft') {
        throw invalid(
          'This invoice is already finalized, you can’t re-finalize a non-draft invoice.',
        )
      }
      return finalizeInvoice(actFor(asked, invoice.customer), id)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/invoices/:id/void',
      operation: 'void_invoice',
      params: {},
    },
    (asked, _, { id }) => {
      const invoice = existing(asked.context, 'invoices', id)
      if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
        throw invalid(
          `You can only pass in open invoices. This invoice isn’t open: it is ${invoice.status}.`,
        )
      }
      return voidInvoice(actFor(asked, invoice.customer), id)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/invoice_payments',
      operation: 'list_invoice_payments',
      params: {
        ...paging,
        invoice: text,
        payment: object({ type: required(oneOf('payment_intent')), payment_intent: text }),
        status: oneOf('canceled', 'open', 'paid'),
      },
    },
    ({ context }, { invoice, payment, status, ...asked }) => {
      const found = [...table(context, 'invoice_payments').values()].filter(
        (one) =>
          (invoice === undefined || one.invoice === invoice) &&
          (payment?.payment_intent === undefined ||
            one.payment.payment_intent === payment.payment_intent) &&
          (status === undefined || one.status === status),
      )
      return page(found, '/invoice_payments', asked)
    },
  ),
]
