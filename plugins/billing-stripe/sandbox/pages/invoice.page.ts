import type { EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import type { Act } from '../api/act.ts'
import { account } from '../api/account.ts'
import { Refusal } from '../api/errors.ts'
import { cardError, cardNumbered } from '../billing/cards.ts'
import { actFor } from '../billing/clock.ts'
import { collectInvoice } from '../billing/invoicing.ts'
import { attachCard } from '../objects/payment-method.ts'
import { table, type Invoice } from '../objects/records.ts'
import { htmlPage, redirect, shown, shownDay, shownMoney } from './page.ts'
import { pageRoute } from './page-route.ts'
import { pdf } from './pdf.ts'

const host = 'invoice.stripe.com'
const path = `/i/${account.id}/:id`

/** The page of an invoice, on which it can be paid, and its PDF. */
export const invoicePages: readonly EmulatorRoute[] = [
  pageRoute({
    method: 'GET',
    host,
    path,
    operation: 'invoice_page',
    answer(act, { params }) {
      const invoice = table(act.context, 'invoices').get(params['id'] ?? '')
      return invoice && show(invoice)
    },
  }),
  pageRoute({
    method: 'POST',
    host,
    path,
    operation: 'invoice_pay',
    answer(act, { params, form, path: own }) {
      const invoice = table(act.context, 'invoices').get(params['id'] ?? '')
      if (invoice === undefined) return undefined
      const error = pay(actFor(act, invoice.customer), invoice, form?.get('cardNumber') ?? '')
      return error === undefined
        ? redirect(`${act.context.origin(host)}${own}`)
        : show(invoice, error)
    },
  }),
  pageRoute({
    method: 'GET',
    host: 'pay.stripe.com',
    path: `/invoice/${account.id}/:id/pdf`,
    operation: 'invoice_pdf',
    answer(act, { params }) {
      const invoice = table(act.context, 'invoices').get(params['id'] ?? '')
      if (invoice === undefined || invoice.number === null) return undefined
      const headers = {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="Invoice-${invoice.number}.pdf"`,
      }
      return { status: 200, headers, bytes: pdf(linesOf(invoice)) }
    },
  }),
]

/** Pays with a card that is written on the page. @returns why it could not be paid */
function pay(act: Act, invoice: Invoice, number: string): string | undefined {
  try {
    if (invoice.status !== 'open') return 'This invoice is not open.'
    const card = cardNumbered(number)
    const method = attachCard(act, card, invoice.customer)
    const decline = collectInvoice(act, invoice.id, {
      paymentMethod: method.id,
      present: true,
    })
    return decline && cardError(decline).message
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function show(invoice: Invoice, error?: string): EmulatorResponse {
  const lines = linesOf(invoice).map((line) => `<p>${shown(line)}</p>`)
  const form =
    invoice.status === 'open'
      ? `<form method="post"><label>Card number <input name="cardNumber" required value="4242 4242 4242 4242"></label><button type="submit">Pay ${shownMoney(invoice.amount_due, invoice.currency)}</button></form>`
      : ''
  const alert = error === undefined ? '' : `<p class="error" role="alert">${shown(error)}</p>`
  const { invoice_pdf: address } = invoice
  const file = address ? `<p><a href="${shown(address)}">PDF</a></p>` : ''
  return htmlPage('Invoice', `${alert}${lines.join('')}${form}${file}`)
}

function linesOf(invoice: Invoice): string[] {
  const { currency } = invoice
  return [
    `Invoice ${invoice.number ?? '(draft)'} of ${account.name} (sandbox)`,
    `To ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}`,
    `Date ${shownDay(invoice.created)}, status ${invoice.status}`,
    ...invoice.lines.data.map(
      (line) => `${line.description ?? ''}: ${shownMoney(line.amount, currency)}`,
    ),
    `Total ${shownMoney(invoice.total, currency)}`,
    `Amount due ${shownMoney(invoice.amount_due, currency)}, paid ${shownMoney(invoice.amount_paid, currency)}`,
  ]
}
