import type { EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import type { Act } from '../api/act.ts'
import { Refusal } from '../api/errors.ts'
import { completeSession } from '../checkout/completion.ts'
import { orders } from '../checkout/lines.ts'
import { table, type CheckoutSession } from '../objects/records.ts'
import { htmlPage, redirect, shown, shownMoney } from './page.ts'
import { pageRoute } from './page-route.ts'

const host = 'checkout.stripe.com'
const path = '/c/pay/:id'

/** The page on which a person buys, and its button. */
export const checkoutPages: readonly EmulatorRoute[] = [
  pageRoute({
    method: 'GET',
    host,
    path,
    operation: 'checkout_page',
    answer(act, { params }) {
      const session = table(act.context, 'checkout_sessions').get(params['id'] ?? '')
      return session && (over(session) ?? form(act, session))
    },
  }),
  pageRoute({
    method: 'POST',
    host,
    path,
    operation: 'checkout_submit',
    answer(act, { params, form: given }) {
      const session = table(act.context, 'checkout_sessions').get(params['id'] ?? '')
      if (session === undefined) return undefined
      const ended = over(session)
      if (ended !== undefined) return ended
      const filled = {
        number: given?.get('cardNumber') ?? '',
        name: given?.get('name') ?? '',
        email: given?.get('email') ?? emailOf(act, session),
      }
      try {
        return redirect(successUrl(completeSession(act, session, filled)))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return form(act, session, error.message)
      }
    },
  }),
]

function successUrl({ success_url: url, id }: CheckoutSession): string {
  return (url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', id)
}

function over(session: CheckoutSession): EmulatorResponse | undefined {
  if (session.status === 'open') return undefined
  const back = session.status === 'complete' ? successUrl(session) : session.cancel_url
  const link = back === null ? '' : `<p><a href="${shown(back)}">Back</a></p>`
  const [title, text] =
    session.status === 'complete'
      ? ["You're all done here", 'You have already paid.']
      : ['Something went wrong', 'The page you were looking for has expired.']
  return htmlPage(title, `<h1>${shown(title)}</h1><p>${text}</p>${link}`, 410)
}

function form(act: Act, session: CheckoutSession, error?: string): EmulatorResponse {
  const order = orders(act.context).get(session.id)
  const trial = order?.trialDays ?? (order?.trialEnd ? 'some' : undefined)
  const lines = (order?.lines ?? []).map(({ price: id, quantity }) => {
    const price = table(act.context, 'prices').get(id)
    const name = table(act.context, 'products').get(price?.product ?? '')?.name ?? id
    const amount = shownMoney((price?.unit_amount ?? 0) * quantity, price?.currency ?? 'gbp')
    return `<tr><td>${shown(name)}</td><td>${amount} per ${price?.recurring?.interval ?? 'month'}</td></tr>`
  })
  const cancel =
    session.cancel_url === null
      ? ''
      : `<p><a href="${shown(session.cancel_url)}" id="cancel">Cancel and go back</a></p>`
  const body = `<h1>Subscribe</h1>
<table>${lines.join('')}</table>
${trial === undefined ? '' : `<p>${trial} days free, then as above.</p>`}
${error === undefined ? '' : `<p class="error" role="alert">${shown(error)}</p>`}
<form method="post">
<label>Email <input name="email" type="email" autocomplete="email" required value="${shown(emailOf(act, session))}"></label>
<label>Card number <input name="cardNumber" inputmode="numeric" autocomplete="cc-number" required value="4242 4242 4242 4242"></label>
<label>Expiry <input name="cardExpiry" autocomplete="cc-exp" value="12 / 34"></label>
<label>CVC <input name="cardCvc" autocomplete="cc-csc" value="123"></label>
<label>Name on card <input name="name" autocomplete="cc-name" value="Sandy Box"></label>
<button type="submit">Subscribe</button>
</form>
${cancel}
<p>Other test cards: 4000 0000 0000 0002 is declined; 4000 0000 0000 9995 has no funds; 4000 0000 0000 0341 is declined when it is charged.</p>`
  return htmlPage('Checkout', body)
}

function emailOf(act: Act, { customer, customer_email: email }: CheckoutSession): string {
  return email ?? table(act.context, 'customers').get(customer ?? '')?.email ?? 'sandy@example.com'
}
