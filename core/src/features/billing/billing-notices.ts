import type { BillingReversal } from '@t21/plugin-kit'
import type { Notice } from '../notifications/notifications.service.ts'
import { amountOf } from './amount.ts'
import type { Subscription } from './subscription.model.ts'
import type { StoredChange } from './subscription.store.ts'

const link = '/billing'

/** What owners and admins are told when a subscription changes; nothing where it says nothing new to them. */
export function noticesOf({ before, after }: StoredChange): Notice[] {
  const notices: Notice[] = []
  const { organizationId, providerSubscriptionId: id } = after
  const tell = (type: Notice['type'], key: string, title: string, message: string): void => {
    const dedupeKey = `billing:${id}:${key}`
    notices.push({ organizationId, type, title, message, link, dedupeKey, managersOnly: true })
  }
  if (after.tier !== (before?.tier ?? 'FREE')) {
    const { title, message } = tierWords(after)
    // The same plan may come and go: each time is told.
    const key = `tier:${after.tier}:${after.status}:${timeOf(after.pastDueSince ?? after.currentPeriodStart)}`
    tell('SUBSCRIPTION_UPDATED', key, title, message)
  }
  if (isLate(after) && !(before !== undefined && isSame(before, after) && isLate(before))) {
    const key = `past-due:${timeOf(after.pastDueSince)}`
    tell(
      'PAYMENT_FAILED',
      key,
      'A payment could not be taken',
      `The payment for your ${after.plan ?? 'paid'} plan failed and will be tried again. Your plan stays until ${dayOf(after.graceUntil)}; check the card in the billing portal.`,
    )
  }
  if (after.cancelAtPeriodEnd && !(before?.cancelAtPeriodEnd === true && isSame(before, after))) {
    if (after.status !== 'canceled') {
      tell(
        'SUBSCRIPTION_UPDATED',
        `ends:${timeOf(after.currentPeriodEnd)}`,
        'Your subscription ends',
        `Your ${after.plan ?? 'paid'} plan ends on ${dayOf(after.currentPeriodEnd)}. Nothing that you made is deleted.`,
      )
    }
  }
  return notices
}

/** What owners and admins are told before the grace of a late payment is over. */
export function graceNotice(subscription: Subscription): Notice {
  const { organizationId, providerSubscriptionId: id, pastDueSince, plan } = subscription
  return {
    organizationId,
    type: 'PAYMENT_FAILED',
    title: 'Your plan ends soon: a payment is late',
    message: `The payment for your ${plan ?? 'paid'} plan still could not be taken. From ${dayOf(subscription.graceUntil)} on the limits of the FREE plan apply. Nothing that you made is deleted.`,
    link,
    dedupeKey: `billing:${id}:grace-ends:${timeOf(pastDueSince)}`,
    managersOnly: true,
  }
}

/** What owners and admins are told of a refund or a dispute. */
export function reversalNotice(organizationId: string, reversal: BillingReversal): Notice {
  const { id, status } = reversal
  const [title, message] = reversalWords(reversal)
  return {
    organizationId,
    type: 'PAYMENT_REVERSED',
    title,
    message,
    link,
    dedupeKey: `billing:reversal:${id}:${status}`,
    managersOnly: true,
  }
}

function reversalWords(reversal: BillingReversal): readonly [title: string, message: string] {
  const amount = amountOf(reversal)
  switch (reversal.status) {
    case 'pending':
      return [`A refund of ${amount} is on its way`, `${amount} of what was paid goes back.`]
    case 'succeeded':
      return [`A refund of ${amount}`, `${amount} of what was paid went back.`]
    case 'failed':
      return [`A refund of ${amount} failed`, `${amount} could not be given back.`]
    case 'open':
      return [`A payment of ${amount} is disputed`, `The bank of the card demands ${amount} back.`]
    case 'won':
      return [`A dispute of ${amount} is over`, 'The payment stays.']
    case 'lost':
      return [`A dispute of ${amount} is over`, `The bank of the card has taken ${amount} back.`]
  }
}

/** What owners and admins are told who pay twice. */
export function doubledNotice(organizationId: string, subscriptionId: string): Notice {
  return {
    organizationId,
    type: 'SUBSCRIPTION_UPDATED',
    title: 'You pay twice',
    message:
      'This organization has more than one running subscription; only the best one counts. End the others in the billing portal.',
    link,
    dedupeKey: `billing:doubled:${subscriptionId}`,
    managersOnly: true,
  }
}

function tierWords({ tier, status, plan }: Subscription): { title: string; message: string } {
  if (tier !== 'FREE') {
    return {
      title: `Your plan is ${tier} now`,
      message: `The limits of the ${tier} plan apply from now on.`,
    }
  }
  const because =
    status === 'canceled' ? 'It was ended.' : 'The payment could not be taken, or it stands still.'
  return {
    title: 'Your plan is FREE now',
    message: `The ${plan ?? 'paid'} plan is over. ${because} Nothing that you made is deleted; what is above the limits of the FREE plan stays, and nothing can be added to it.`,
  }
}

function isLate({ status, tier }: Subscription): boolean {
  return status === 'past_due' && tier !== 'FREE'
}

function isSame(one: Subscription, other: Subscription): boolean {
  return one.providerSubscriptionId === other.providerSubscriptionId
}

function timeOf(moment: Date | null): string {
  return moment?.toISOString() ?? ''
}

/** A day as people read it: `3 February 2026`, UTC. */
function dayOf(moment: Date | null): string {
  if (moment === null) return 'now'
  return moment.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}
