import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import type { Act } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid, Refusal } from '../api/errors.ts'
import { newId } from '../api/ids.ts'
import { flag, ignored, integer, object, oneOf, text } from '../api/params.ts'
import { actFor } from '../billing/clock.ts'
import { periodEnd } from '../billing/cycle.ts'
import { planChange, termsOf, type PlanWish } from '../billing/plan-change.ts'
import { pendingLines } from '../billing/proration.ts'
import { periodLine } from '../billing/subscribing.ts'
import { itemWish, itemWishes, prorationBehavior } from './changes.routes.ts'
import { existing } from './existing.ts'
import { newInvoice, type InvoiceTerms } from './invoice.ts'
import type { Subscription, SubscriptionItem } from './records.ts'
import { isOver } from './subscription.ts'

const details = object({
  cancel_at_period_end: flag,
  items: itemWishes,
  proration_behavior: prorationBehavior,
  proration_date: integer,
})

/** `/v1/invoices/create_preview`: what a subscription will cost, or a change of it. It keeps nothing. */
export const previewRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'POST',
      path: '/invoices/create_preview',
      operation: 'preview_invoice',
      params: {
        automatic_tax: ignored,
        customer: text,
        preview_mode: oneOf('next'),
        subscription: text,
        subscription_details: details,
      },
    },
    (asked, { customer, subscription: id, subscription_details: given }) => {
      if (id === undefined) {
        throw invalid(
          'The sandbox previews invoices of subscriptions that there are.',
          'subscription',
        )
      }
      const subscription = existing(asked.context, 'subscriptions', id, 'subscription')
      if (customer !== undefined && customer !== subscription.customer) {
        const message = `The subscription ${id} does not belong to the customer ${customer}.`
        throw invalid(message, 'subscription')
      }
      const ends = given?.cancel_at_period_end ?? subscription.cancel_at_period_end
      const act = actFor(asked, subscription.customer)
      const terms = previewTerms(act, subscription, {
        items: (given?.items ?? []).map(itemWish),
        proration: given?.proration_behavior ?? 'create_prorations',
        prorationDate: given?.proration_date ?? act.at,
        param: 'subscription_details[items]',
      })
      const later = terms.reason === 'upcoming'
      if (isOver(subscription) || (ends && later && terms.lines.length === 0)) {
        const message = `No upcoming invoices for customer: ${subscription.customer}`
        throw new Refusal(404, {
          type: 'invalid_request_error',
          code: 'invoice_upcoming_none',
          message,
        })
      }
      return { ...newInvoice(act, { ...terms, id: newId('upcoming_in') }), auto_advance: false }
    },
  ),
]

function previewTerms(act: Act, subscription: Subscription, wish: PlanWish): InvoiceTerms {
  const planned = planChange(act, subscription, wish)
  const lines = [...pendingLines(act, subscription.id), ...planned.lines]
  if (planned.atOnce) return termsOf(act, subscription, lines)
  const [first] = planned.items
  const start = first?.current_period_end ?? act.at
  const next = subscription.cancel_at_period_end
    ? []
    : planned.items.map((item) => nextLine(subscription, item))
  return {
    ...termsOf(act, subscription, [...lines, ...next]),
    reason: 'upcoming',
    period: { start: first?.current_period_start ?? act.at, end: start },
  }
}

function nextLine(
  subscription: Subscription,
  item: SubscriptionItem,
): ReturnType<typeof periodLine> {
  const start = item.current_period_end
  const period = { start, end: periodEnd(item.price, subscription.billing_cycle_anchor, start) }
  return periodLine({ ...subscription, status: 'active' }, item, period)
}
