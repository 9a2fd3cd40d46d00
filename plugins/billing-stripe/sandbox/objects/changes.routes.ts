import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { change, type Act } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import {
  clearable,
  flag,
  ignored,
  integer,
  list,
  object,
  oneOf,
  required,
  text,
} from '../api/params.ts'
import { actFor } from '../billing/clock.ts'
import { changePlan, planChange, type ItemWish } from '../billing/plan-change.ts'
import { endTrial, resumeSubscription } from '../billing/trial.ts'
import { existing } from './existing.ts'
import { ownCard } from './payment-methods.ts'
import { table, type Subscription } from './records.ts'
import { isOver, periodOf } from './subscription.ts'

/** The parameter `items`, of a change and of its preview. */
export const itemWishes = list(
  required(object({ id: text, price: text, quantity: integer, deleted: flag, metadata: ignored })),
)

/** The parameter `proration_behavior`. */
export const prorationBehavior = oneOf('always_invoice', 'create_prorations', 'none')

const params = {
  cancel_at: clearable(integer),
  cancel_at_period_end: flag,
  cancellation_details: object({ comment: clearable(text), feedback: clearable(text) }),
  default_payment_method: text,
  description: clearable(text),
  items: itemWishes,
  metadata,
  off_session: flag,
  pause_collection: clearable(
    object({
      behavior: required(oneOf('keep_as_draft', 'mark_uncollectible', 'void')),
      resumes_at: integer,
    }),
  ),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ),
  payment_settings: ignored,
  proration_behavior: prorationBehavior,
  proration_date: integer,
  trial_end: text,
}

/** Changing a subscription, and letting one that was paused go on. */
export const changeRoutes: readonly EmulatorRoute[] = [
  endpoint(
    { method: 'POST', path: '/subscriptions/:id', operation: 'update_subscription', params },
    (asked, given, { id }) => {
      const subscription = existing(asked.context, 'subscriptions', id)
      const act = actFor(asked, subscription.customer)
      const changes = ownChanges(act, subscription, given)
      if (isOver(subscription) && Object.keys(given).some((name) => isOf(given, name))) {
        const message =
          'A canceled subscription can only update its cancellation_details and metadata.'
        throw invalid(message)
      }
      const behavior = given.payment_behavior ?? 'allow_incomplete'
      if (behavior === 'pending_if_incomplete' && Object.keys(changes).length > 0) {
        const [name] = Object.keys(changes)
        const message = `When passing payment_behavior=pending_if_incomplete, you cannot update \`${name}\`.`
        throw invalid(message, name)
      }
      const planned =
        given.items &&
        planChange(act, subscription, {
          items: given.items.map(itemWish),
          proration: given.proration_behavior ?? 'create_prorations',
          prorationDate: given.proration_date ?? act.at,
          param: 'items',
        })
      // The change that may be declined comes first: then nothing else was changed.
      if (planned !== undefined) changePlan(act, subscription, planned, behavior)
      if (given.trial_end !== undefined) endTrial(act, id, given.trial_end)
      return change(act, 'subscriptions', id, changes, 'customer.subscription.updated')
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/subscriptions/:id/resume',
      operation: 'resume_subscription',
      params: { billing_cycle_anchor: oneOf('now', 'unchanged'), proration_behavior: ignored },
    },
    (asked, _, { id }) => {
      const { status, customer } = existing(asked.context, 'subscriptions', id)
      if (status === 'paused') return resumeSubscription(actFor(asked, customer), id)
      throw invalid(`You can only resume paused subscriptions. This subscription is ${status}.`)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/subscription_items',
      operation: 'list_subscription_items',
      params: { subscription: required(text), limit: integer },
    },
    ({ context }, { subscription: id }) =>
      existing(context, 'subscriptions', id, 'subscription').items,
  ),
  endpoint(
    {
      method: 'GET',
      path: '/subscription_items/:id',
      operation: 'retrieve_subscription_item',
      params: {},
    },
    ({ context }, _, { id }) => {
      for (const subscription of table(context, 'subscriptions').values()) {
        const found = subscription.items.data.find((item) => item.id === id)
        if (found !== undefined) return found
      }
      throw invalid(`Invalid subscription_item id: ${id}`, 'item', 'resource_missing')
    },
  ),
]

/** What is wished of an item, without what changes nothing here. */
export function itemWish({ id, price, quantity, deleted }: ItemWish): ItemWish {
  return { id, price, quantity, deleted }
}

type Given = { readonly [Name in keyof typeof params]: ReturnType<(typeof params)[Name]> }

/** The changes that cost nothing. @throws Refusal */
function ownChanges(act: Act, before: Subscription, given: Given): Partial<Subscription> {
  const { default_payment_method: method, cancellation_details: details } = given
  if (method !== undefined) ownCard(act, method, before.customer, 'default_payment_method')
  const pause = given.pause_collection
  return {
    ...endChanges(act, before, given),
    ...(method !== undefined && { default_payment_method: method }),
    ...(given.description !== undefined && { description: given.description }),
    ...(given.metadata !== undefined && {
      metadata: mergedMetadata(before.metadata, given.metadata),
    }),
    ...(pause !== undefined && {
      pause_collection: pause && { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null },
    }),
    ...(details !== undefined && {
      cancellation_details: {
        feedback_option: null,
        reason: before.cancellation_details?.reason ?? null,
        comment: details.comment ?? null,
        feedback: details.feedback ?? null,
      },
    }),
  }
}

/** When it ends: with its period, at a moment, or not. @throws Refusal where both are asked for */
function endChanges(act: Act, before: Subscription, given: Given): Partial<Subscription> {
  const { cancel_at: at, cancel_at_period_end: withPeriod } = given
  if (at !== undefined && withPeriod !== undefined) {
    throw invalid('You may only specify one of these parameters: cancel_at, cancel_at_period_end.')
  }
  if (typeof at === 'number' && at <= act.at) {
    throw invalid('`cancel_at` must be a timestamp in the future.', 'cancel_at')
  }
  if (at === undefined && withPeriod === undefined) return {}
  const end = withPeriod === true ? periodOf(before).end : (at ?? null)
  if (end === before.cancel_at && (withPeriod ?? false) === before.cancel_at_period_end) return {}
  const reason = end === null ? null : 'cancellation_requested'
  const none = { comment: null, feedback: null, feedback_option: null }
  return {
    cancel_at: end,
    cancel_at_period_end: withPeriod ?? false,
    canceled_at: end === null ? null : act.at,
    cancellation_details: { ...none, ...before.cancellation_details, reason },
  }
}

/** Whether a parameter was given that one may not give for a subscription that is over. */
function isOf(given: Readonly<Record<string, unknown>>, name: string): boolean {
  return given[name] !== undefined && !['cancellation_details', 'metadata', 'expand'].includes(name)
}
