import type { BillingReversal } from '@t21/plugin-kit'
import { say, type NoticeWords } from '../notifications/notice-words.ts'
import type { Notice } from '../notifications/notifications.service.ts'
import type { Subscription } from './subscription.model.ts'
import type { StoredChange } from './subscription.store.ts'

const link = '/billing'

/** What owners and admins are told when a subscription changes; nothing where it says nothing new to them. */
export function noticesOf({ before, after }: StoredChange): Notice[] {
  const notices: Notice[] = []
  const { organizationId, providerSubscriptionId: id } = after
  const tell = (type: Notice['type'], key: string, words: NoticeWords): void => {
    const dedupeKey = `billing:${id}:${key}`
    notices.push({ organizationId, type, words, link, dedupeKey, managersOnly: true })
  }
  if (after.tier !== (before?.tier ?? 'FREE')) {
    // The same plan may come and go: each time is told.
    const key = `tier:${after.tier}:${after.status}:${timeOf(after.pastDueSince ?? after.currentPeriodStart)}`
    tell('SUBSCRIPTION_UPDATED', key, tierWords(after))
  }
  if (isLate(after) && !(before !== undefined && isSame(before, after) && isLate(before))) {
    const key = `past-due:${timeOf(after.pastDueSince)}`
    const day = dayOf(after.graceUntil)
    tell('PAYMENT_FAILED', key, say('paymentFailed', { plan: after.plan, day }))
  }
  if (after.cancelAtPeriodEnd && !(before?.cancelAtPeriodEnd === true && isSame(before, after))) {
    if (after.status !== 'canceled') {
      const words = say('planEnds', { plan: after.plan, day: dayOf(after.currentPeriodEnd) })
      tell('SUBSCRIPTION_UPDATED', `ends:${timeOf(after.currentPeriodEnd)}`, words)
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
    words: say('graceEnds', { plan, day: dayOf(subscription.graceUntil) }),
    link,
    dedupeKey: `billing:${id}:grace-ends:${timeOf(pastDueSince)}`,
    managersOnly: true,
  }
}

/** What owners and admins are told of a refund or a dispute. */
export function reversalNotice(organizationId: string, reversal: BillingReversal): Notice {
  const { id, status } = reversal
  return {
    organizationId,
    type: 'PAYMENT_REVERSED',
    words: reversalWords(reversal),
    link,
    dedupeKey: `billing:reversal:${id}:${status}`,
    managersOnly: true,
  }
}

function reversalWords({ status, amount, currency }: BillingReversal): NoticeWords {
  const money = { amount, currency }
  switch (status) {
    case 'pending':
      return say('refundPending', money)
    case 'succeeded':
      return say('refunded', money)
    case 'failed':
      return say('refundFailed', money)
    case 'open':
      return say('paymentDisputed', money)
    case 'won':
      return say('disputeWon', money)
    case 'lost':
      return say('disputeLost', money)
  }
}

/** What owners and admins are told who pay twice. */
export function doubledNotice(organizationId: string, subscriptionId: string): Notice {
  return {
    organizationId,
    type: 'SUBSCRIPTION_UPDATED',
    words: say('paidTwice'),
    link,
    dedupeKey: `billing:doubled:${subscriptionId}`,
    managersOnly: true,
  }
}

function tierWords({ tier, status, plan }: Subscription): NoticeWords {
  if (tier !== 'FREE') return say('planChanged', { tier })
  return status === 'canceled' ? say('planCanceled', { plan }) : say('planUnpaid', { plan })
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

function dayOf(moment: Date | null): string | null {
  return moment?.toISOString() ?? null
}
