import type { Money } from '@t21/plugin-kit'
import type { QuotaMetric } from '../../quotas/plan-limits.ts'
import { bytesOf, dayIn, minuteOf, moneyIn } from './formats.ts'

/**
 * All that notifications say, in English. Another language is a file beside this one, `export const de: Told = { … }`. Rows keep the
 * name of an entry and its values, as JSON, and are read with the words of any later version: where the values of an entry have to
 * become others, it is another entry, and the old one stays as long as rows of it.
 *
 * Sentences of the error catalogue, of validation and of networks are values (`reason`): they come as they were said.
 */
export const en = {
  postPublished: () => ({
    title: 'Post published',
    message: 'Your post is on every network you chose.',
  }),
  postPartlyPublished: (why: Reasons) => ({
    title: 'Post partly published',
    message: `Your post reached some of the networks you chose, but not all. ${reasonsOf(why)}`,
  }),
  postNotPublished: (why: Reasons) => ({
    title: 'Post not published',
    message: `Your post reached none of the networks you chose. ${reasonsOf(why)}`,
  }),
  postExpired: ({ platform, reason }: { platform: string; reason: string }) => ({
    title: 'Post was not published in time',
    message: `${platform}: ${reason}`,
  }),
  needsAttention: ({ platform, reason }: { platform: string; reason: string }) => ({
    title: 'Please look whether a post is there',
    message: `${platform}: ${reason}`,
  }),
  preflightWarning: ({ username, reason }: { username: string; reason: string }) => ({
    title: `A post to @${username} will not go out as it is`,
    message: reason,
  }),
  publishingPaused: ({
    platform,
    username,
    reason,
    networkMessage,
    torn,
    until,
    remedy,
  }: {
    platform: string
    username: string
    reason: string
    networkMessage: string | null
    /** Whether a post is there in part. */
    torn: boolean
    until: string
    remedy: string
  }) => ({
    title: 'The network holds posts back',
    message: [
      `${platform} (${username}): ${reason}`,
      ...(networkMessage === null ? [] : [`The network says: "${networkMessage}"`]),
      ...(torn ? ['A post is there in part; what is there stays, and the rest follows.'] : []),
      `It goes on by itself after ${minuteOf(until)} UTC.`,
      remedy,
      'If it happens often, publish less at a time, or have the allowance at the network raised.',
    ].join(' '),
  }),
  postRemoved: ({ username, network }: { username: string; network: string }) => ({
    title: 'A post is not there any more',
    message: `The post of @${username} is not on ${network} any more: somebody deleted it there, or ${network} took it down. Its numbers are kept. If nobody of you deleted it, look at what ${network} tells @${username}.`,
  }),

  approvalRequested: ({ scheduledFor, excerpt }: PostInShort) => ({
    title: 'A post waits for your approval',
    message: `${whenOf(scheduledFor)}: ${excerpt}`,
  }),
  postApproved: ({ scheduledFor, excerpt, comment }: PostInShort & Comment) => ({
    title: 'Your post was approved',
    message: `${whenOf(scheduledFor)}: ${excerpt}${quoted(comment)}`,
  }),
  postRejected: ({ excerpt, comment }: { excerpt: string } & Comment) => ({
    title: 'Your post was not approved',
    message: `It is a draft again: ${excerpt}${quoted(comment)}`,
  }),

  recurrenceFailed: ({ local, reason }: { local: string; reason: string }) => ({
    title: `No post was made for ${minuteOf(local)}`,
    message: `${reason} The recurrence goes on with its next time.`,
  }),
  importChecked: () => ({
    title: 'Your import is finished',
    message: 'Every row has been checked.',
  }),
  importFinished: () => ({
    title: 'Your import is finished',
    message: 'See what became of every row.',
  }),
  importRefused: () => ({
    title: 'Your import was refused',
    message: 'A row could not be imported, so that none was. See which.',
  }),

  accountNeedsReconnect: ({ username, reason }: { username: string; reason: string }) => ({
    title: `${username} has to be connected again`,
    message: `${reason} Posts to this account wait until it is connected again.`,
  }),
  accountExpiresSoon: (ending: { username: string; network: string; day: string }) => ({
    title: `The connection of ${ending.username} ends soon`,
    message: `${ending.network} ends it on ${dayIn(language, ending.day)} and does not let T21 renew it. Connect the account again before; scheduled posts are kept.`,
  }),
  accountErased: ({ network }: { network: string }) => ({
    title: `An account at ${network} was erased`,
    message: `Its owner asked ${network} that their data be deleted here. The account is disconnected, and what was scheduled on it was called off. Connect another one to go on.`,
  }),

  teamInvite: (invite: { inviter: string; organization: string; email: string }) => ({
    title: 'You are invited',
    message: `${invite.inviter} invites you to ${invite.organization}. The link to join is in the mail to ${invite.email}.`,
  }),
  memberJoined: (member: { email: string; organization: string; role: string }) => ({
    title: 'Somebody joined',
    message: `${member.email} joined ${member.organization} as ${member.role}.`,
  }),
  webhookGone: ({ host }: { host: string }) => ({
    title: `A webhook to ${host} was switched off`,
    message: `Its server says that it is gone (status 410). ${mendIt}`,
  }),
  webhookFailing: ({ host }: { host: string }) => ({
    title: `A webhook to ${host} was switched off`,
    message: `For five days it has taken no message. ${mendIt}`,
  }),
  weeklySummary: (week: { published: number; failed: number; scheduled: number }) => ({
    title: 'Your week',
    message: `Published: ${week.published}. Failed: ${week.failed}. Scheduled for this week: ${week.scheduled}.`,
  }),

  limitReached: (counted: Counted) => ({
    title: `The limit is reached: ${metrics[counted.metric]}`,
    message: `${usedOf(counted)} No more can be added; upgrade the plan, or remove what is not needed.`,
  }),
  limitNear: ({ percent, ...counted }: Counted & { percent: number }) => ({
    title: `${percent} % used: ${metrics[counted.metric]}`,
    message: `${usedOf(counted)} Upgrade the plan before they are used up, or remove what is not needed.`,
  }),
  planChanged: ({ tier }: { tier: string }) => ({
    title: `Your plan is ${tier} now`,
    message: `The limits of the ${tier} plan apply from now on.`,
  }),
  planCanceled: ({ plan }: Plan) => ({
    title: 'Your plan is FREE now',
    message: `The ${plan ?? 'paid'} plan is over. It was ended. ${aboveFree}`,
  }),
  planUnpaid: ({ plan }: Plan) => ({
    title: 'Your plan is FREE now',
    message: `The ${plan ?? 'paid'} plan is over. The payment could not be taken, or it stands still. ${aboveFree}`,
  }),
  planEnds: ({ plan, day }: Plan & { day: string | null }) => ({
    title: 'Your subscription ends',
    message: `Your ${plan ?? 'paid'} plan ends on ${dayOf(day)}. Nothing that you made is deleted.`,
  }),
  planGiven: ({ tier, day }: { tier: string; day: string }) => ({
    title: `You have the ${tier} plan`,
    message: `Our support has given you the ${tier} plan until ${dayOf(day)}. It costs nothing and ends by itself.`,
  }),
  paymentFailed: ({ plan, day }: Plan & { day: string | null }) => ({
    title: 'A payment could not be taken',
    message: `The payment for your ${plan ?? 'paid'} plan failed and will be tried again. Your plan stays until ${dayOf(day)}; check the card in the billing portal.`,
  }),
  graceEnds: ({ plan, day }: Plan & { day: string | null }) => ({
    title: 'Your plan ends soon: a payment is late',
    message: `The payment for your ${plan ?? 'paid'} plan still could not be taken. From ${dayOf(day)} on the limits of the FREE plan apply. Nothing that you made is deleted.`,
  }),
  paidTwice: () => ({
    title: 'You pay twice',
    message:
      'This organization has more than one running subscription; only the best one counts. End the others in the billing portal.',
  }),
  refundPending: (money: Money) => ({
    title: `A refund of ${amountOf(money)} is on its way`,
    message: `${amountOf(money)} of what was paid goes back.`,
  }),
  refunded: (money: Money) => ({
    title: `A refund of ${amountOf(money)}`,
    message: `${amountOf(money)} of what was paid went back.`,
  }),
  refundFailed: (money: Money) => ({
    title: `A refund of ${amountOf(money)} failed`,
    message: `${amountOf(money)} could not be given back.`,
  }),
  paymentDisputed: (money: Money) => ({
    title: `A payment of ${amountOf(money)} is disputed`,
    message: `The bank of the card demands ${amountOf(money)} back.`,
  }),
  disputeWon: (money: Money) => ({
    title: `A dispute of ${amountOf(money)} is over`,
    message: 'The payment stays.',
  }),
  disputeLost: (money: Money) => ({
    title: `A dispute of ${amountOf(money)} is over`,
    message: `The bank of the card has taken ${amountOf(money)} back.`,
  }),
}

/** What every language has to say. */
export type Told = typeof en

const language = 'en-GB'

interface Reasons {
  /** Of the first deliveries that did not arrive; none where only they themselves say it. */
  readonly reasons: readonly { platform: string; username: string; reason: string }[]
  /** How many deliveries did not arrive besides. */
  readonly more: number
}

interface PostInShort {
  /** `null` for at once. */
  readonly scheduledFor: string | null
  readonly excerpt: string
}

interface Comment {
  readonly comment: string | null
}

interface Counted {
  readonly metric: QuotaMetric
  readonly used: number
  readonly limit: number
}

interface Plan {
  /** `null` for one that has no name here. */
  readonly plan: string | null
}

function reasonsOf({ reasons, more }: Reasons): string {
  if (reasons.length === 0) return 'Its deliveries say why.'
  const told = reasons.map(({ platform, username, reason }) =>
    `${platform} (${username}): ${reason}`.trim(),
  )
  return [...told, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ')
}

function whenOf(scheduledFor: string | null): string {
  return scheduledFor === null ? 'At once' : `For ${scheduledFor}`
}

function quoted(comment: string | null): string {
  return comment === null ? '' : ` “${comment}”`
}

const mendIt = 'What happens from now on is not sent to it. Mend it and switch it on again.'

const metrics: Readonly<Record<QuotaMetric, string>> = {
  brands: 'brands',
  posts: 'posts of this month',
  aiCredits: 'AI credits of this month',
  members: 'members',
  socialAccounts: 'social accounts',
  mediaBytes: 'media storage',
}

function usedOf({ metric, used, limit }: Counted): string {
  const [one, other] = [used, limit].map((amount) =>
    metric === 'mediaBytes' ? bytesOf(amount) : String(amount),
  )
  return `${one} of ${other} ${metrics[metric]} of your plan are used.`
}

const aboveFree =
  'Nothing that you made is deleted; what is above the limits of the FREE plan stays, and nothing can be added to it.'

function dayOf(day: string | null): string {
  return day === null ? 'now' : dayIn(language, day)
}

function amountOf(money: Money): string {
  return moneyIn(language, money)
}
