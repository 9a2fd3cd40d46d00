import { change, create, type Act } from '../api/act.ts'
import { cardError, cardNumbered } from '../billing/cards.ts'
import { actFor } from '../billing/clock.ts'
import { subscribe, trialEndAfter } from '../billing/subscribing.ts'
import { newCustomer } from '../objects/customer.ts'
import { livingCustomer } from '../objects/existing.ts'
import { attachCard } from '../objects/payment-method.ts'
import type { CheckoutSession, Customer } from '../objects/records.ts'
import { orders } from './lines.ts'

/** What a person has written on the page. */
export interface Filled {
  readonly number: string
  readonly name: string
  readonly email: string
}

/** Buys what a session is for. @throws Refusal for a card that is declined: the session stays open, and nothing was bought */
export function completeSession(
  asked: Act,
  session: CheckoutSession,
  filled: Filled,
): CheckoutSession {
  const card = cardNumbered(filled.number)
  const order = orders(asked.context).get(session.id)
  const act = actFor(asked, session.customer)
  const trialEnd = order?.trialEnd ?? trialEndAfter(act, order?.trialDays ?? undefined)
  const decline = card.attach ?? (trialEnd === null ? card.charge : undefined)
  if (decline !== undefined) throw cardError(decline)

  const customer = buyer(act, session, filled)
  const method = attachCard(act, card, customer.id, { name: filled.name, email: filled.email })
  const subscription = subscribe(act, {
    customer,
    items: order?.lines ?? [],
    trialEnd,
    metadata: { ...order?.metadata },
    description: order?.description ?? null,
    paymentMethod: method.id,
    cancelAtPeriodEnd: false,
    withoutCard: order?.withoutCard ?? 'create_invoice',
    unpaid: 'incomplete',
    present: true,
  })
  const completed: Partial<CheckoutSession> = {
    status: 'complete',
    payment_status: trialEnd === null ? 'paid' : 'no_payment_required',
    customer: customer.id,
    customer_details: {
      address: null,
      business_name: null,
      email: filled.email,
      individual_name: null,
      name: filled.name,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    invoice: subscription.latest_invoice,
    subscription: subscription.id,
    url: null,
  }
  return change(act, 'checkout_sessions', session.id, completed, 'checkout.session.completed')
}

function buyer(act: Act, session: CheckoutSession, { name, email }: Filled): Customer {
  if (session.customer !== null) return livingCustomer(act.context, session.customer, 'customer')
  const customer = { ...newCustomer(act.at, { test_clock: null }), name, email }
  return create(act, 'customers', customer, 'customer.created')
}
