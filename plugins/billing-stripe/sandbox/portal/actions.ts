import { change, type Act } from '../api/act.ts'
import { invalid } from '../api/errors.ts'
import { cardNumbered } from '../billing/cards.ts'
import { changePlan, planChange } from '../billing/plan-change.ts'
import { attachCard } from '../objects/payment-method.ts'
import { existing, livingCustomer } from '../objects/existing.ts'
import { table, type Subscription } from '../objects/records.ts'
import { isOver, periodOf } from '../objects/subscription.ts'

/** The subscription that a customer of the portal has; `undefined` where none runs. */
export function runningSubscription(act: Act, customer: string): Subscription | undefined {
  return [...table(act.context, 'subscriptions').values()].findLast(
    (subscription) => subscription.customer === customer && !isOver(subscription),
  )
}

/** Does what a button of the portal is for. @throws Refusal for a card that is declined; nothing was changed */
export function actOnPortal(act: Act, customer: string, form: URLSearchParams): void {
  livingCustomer(act.context, customer, 'customer')
  const action = form.get('action')
  if (action === 'card') {
    takeCard(act, customer, form.get('cardNumber') ?? '')
    return
  }
  const subscription = runningSubscription(act, customer)
  if (subscription === undefined) throw invalid('There is no subscription.')
  if (action === 'plan') switchPlan(act, subscription, form.get('price') ?? '')
  if (action === 'cancel') setEnd(act, subscription, periodOf(subscription).end)
  if (action === 'keep') setEnd(act, subscription, null)
}

function takeCard(act: Act, customer: string, number: string): void {
  const { id } = attachCard(act, cardNumbered(number), customer)
  const { invoice_settings: settings } = existing(act.context, 'customers', customer)
  const changes = { invoice_settings: { ...settings, default_payment_method: id } }
  change(act, 'customers', customer, changes, 'customer.updated')
  const subscription = runningSubscription(act, customer)
  if (subscription === undefined) return
  const event = 'customer.subscription.updated'
  change(act, 'subscriptions', subscription.id, { default_payment_method: id }, event)
}

function switchPlan(act: Act, subscription: Subscription, price: string): void {
  const [item] = subscription.items.data
  const wish = { id: item?.id, price, quantity: undefined, deleted: undefined }
  const planned = planChange(act, subscription, {
    items: [wish],
    proration: 'always_invoice',
    prorationDate: act.at,
    param: 'price',
  })
  changePlan(act, subscription, planned, 'error_if_incomplete')
}

/** Of subscriptions of the flexible billing mode the portal sets the moment, and not the flag. */
function setEnd(act: Act, { id }: Subscription, end: number | null): void {
  const none = { comment: null, feedback: null, feedback_option: null }
  const changes = {
    cancel_at: end,
    cancel_at_period_end: false,
    canceled_at: end === null ? null : act.at,
    cancellation_details: { ...none, reason: end === null ? null : 'cancellation_requested' },
  }
  change(act, 'subscriptions', id, changes, 'customer.subscription.updated')
}
