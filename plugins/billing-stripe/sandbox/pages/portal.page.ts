import type { EmulatorRequest, EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import type { Act } from '../api/act.ts'
import { Refusal } from '../api/errors.ts'
import { actFor } from '../billing/clock.ts'
import { table, type Invoice, type PortalSession, type Subscription } from '../objects/records.ts'
import { periodOf } from '../objects/subscription.ts'
import { actOnPortal, runningSubscription } from '../portal/actions.ts'
import { htmlPage, redirect, shown, shownDay, shownMoney } from './page.ts'
import { pageRoute } from './page-route.ts'

const host = 'billing.stripe.com'
const path = '/p/session/:secret'

/** How long a session of the portal works, in seconds. */
const worksFor = 60 * 60

/** The page on which a customer sees bills, changes card and plan, and cancels; and its buttons. */
export const portalPages: readonly EmulatorRoute[] = [
  pageRoute({
    method: 'GET',
    host,
    path,
    operation: 'portal_page',
    answer(act, request) {
      const session = sessionOf(act, request)
      return session && (over(act, session) ?? show(act, session))
    },
  }),
  pageRoute({
    method: 'POST',
    host,
    path,
    operation: 'portal_submit',
    answer(asked, request) {
      const session = sessionOf(asked, request)
      if (session === undefined) return undefined
      const ended = over(asked, session)
      if (ended !== undefined) return ended
      const act = actFor(asked, session.customer)
      try {
        actOnPortal(act, session.customer, request.form ?? new URLSearchParams())
        return redirect(session.url)
      } catch (error) {
        if (error instanceof Refusal) return show(act, session, error.message)
        throw error
      }
    },
  }),
]

function sessionOf(act: Act, { params }: EmulatorRequest): PortalSession | undefined {
  const end = `/p/session/${params['secret']}`
  return [...table(act.context, 'portal_sessions').values()].find(({ url }) => url.endsWith(end))
}

function over(act: Act, session: PortalSession): EmulatorResponse | undefined {
  if (act.at < session.created + worksFor) return undefined
  const text = '<h1>This link has expired</h1><p>Go back and open the portal again.</p>'
  return htmlPage('Expired', `${text}${backLink(session)}`, 410)
}

function show(act: Act, session: PortalSession, error?: string): EmulatorResponse {
  const { customer } = session
  const subscription = runningSubscription(act, customer)
  const invoices = [...table(act.context, 'invoices').values()]
    .filter((invoice) => invoice.customer === customer && invoice.status !== 'draft')
    .toReversed()
  const body = `${backLink(session)}
<h1>Manage your subscription</h1>
${error === undefined ? '' : `<p class="error" role="alert">${shown(error)}</p>`}
${subscription === undefined ? '<p>You have no subscription.</p>' : subscriptionView(act, subscription)}
<h2>Card</h2>
<p>${shown(cardOf(act, customer, subscription))}</p>
<form method="post"><input type="hidden" name="action" value="card">
<label>New card number <input name="cardNumber" required value="4242 4242 4242 4242"></label>
<button type="submit">Update card</button></form>
<h2>Invoices</h2>
<table>${invoices.map(invoiceRow).join('')}</table>`
  return htmlPage('Billing', body)
}

function subscriptionView(act: Act, subscription: Subscription): string {
  const [item] = subscription.items.data
  const prices = [...table(act.context, 'prices').values()].filter(
    ({ active, recurring, id }) => active && recurring !== null && id !== item?.price.id,
  )
  const name = (product: string) => table(act.context, 'products').get(product)?.name ?? product
  const options = prices.map(
    (price) =>
      `<option value="${shown(price.id)}">${shown(name(price.product))}, ${shownMoney(price.unit_amount, price.currency)}</option>`,
  )
  const end = shownDay(periodOf(subscription).end)
  const ending = subscription.cancel_at !== null
  const button = ending ? ['keep', 'Don’t cancel'] : ['cancel', 'Cancel at the end of the period']
  return `<h2>${shown(name(item?.price.product ?? ''))}</h2>
<p>${shownMoney(item?.price.unit_amount ?? 0, subscription.currency)} per ${item?.price.recurring?.interval ?? 'month'}, ${shown(subscription.status)}. ${ending ? `It ends on ${end}.` : `It renews on ${end}.`}</p>
<form method="post"><input type="hidden" name="action" value="plan">
<label>Another plan <select name="price">${options.join('')}</select></label>
<button type="submit">Switch plan</button></form>
<form method="post"><input type="hidden" name="action" value="${button[0]}">
<button type="submit">${button[1]}</button></form>`
}

function cardOf(act: Act, customer: string, subscription: Subscription | undefined): string {
  const { context } = act
  const own = table(context, 'customers').get(customer)?.invoice_settings.default_payment_method
  const id = subscription?.default_payment_method ?? own ?? ''
  const card = table(context, 'payment_methods').get(id)?.card
  return card === undefined ? 'No card.' : `${card.brand} ending in ${card.last4}`
}

function invoiceRow(invoice: Invoice): string {
  const { created, number, status, total, currency } = invoice
  const file = invoice.invoice_pdf ? `<a href="${shown(invoice.invoice_pdf)}">PDF</a>` : ''
  return `<tr><td>${shownDay(created)}</td><td>${shown(number ?? '')}</td><td>${status}</td><td>${shownMoney(total, currency)} ${file}</td></tr>`
}

function backLink({ return_url: back }: PortalSession): string {
  return back === null ? '' : `<p><a href="${shown(back)}" id="return">Return</a></p>`
}
