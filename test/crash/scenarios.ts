import type { CrashPoint } from '../../core/src/features/publishing/run.ts'
import type { CrashNetwork, CrashPost, Form } from './networks/network.ts'
import type { WatchedPoint } from './watch-connector.ts'
import type { WirePoint } from './wire.ts'

/** What happens to one delivery: where its worker is killed, and how the network misbehaves towards it. */
export interface Scenario {
  /** The crash point of reliability.md 1.6. */
  readonly point: string
  /** Each is obeyed once, when the delivery gets there. */
  readonly orders?: readonly Order[]
  /** Aimed at the operation that makes the post visible, or its comment. */
  readonly fault?: { readonly name: string; readonly milliseconds?: number }
  readonly form: Form
  /** Only where the commit answers `accepted`. */
  readonly accepted?: true
}

/** What a worker is to do at a place. */
export interface Order {
  readonly at: OrderedAt
  /** How often the delivery passes there unharmed before. */
  readonly passing?: number
}

/** Places of the engine, around the connector, and on the wire. At all but `commit_sent` the worker kills itself. */
export type OrderedAt = CrashPoint | WatchedPoint | WirePoint | 'commit_sent'

/** A scenario on one network, and what its form is there. */
export interface NetworkScenario {
  readonly scenario: Scenario
  readonly post: CrashPost
}

function killAt(...places: readonly OrderedAt[]): Pick<Scenario, 'orders'> {
  return { orders: places.map((at) => ({ at })) }
}

function killAtNext(at: OrderedAt): Pick<Scenario, 'orders'> {
  return { orders: [{ at, passing: 1 }] }
}

const lostReply = { fault: { name: 'lose_reply_after_commit' } } as const

/** At least one for each crash point. */
export const scenarios: readonly Scenario[] = [
  { point: 'C0', form: 'plain' },
  { point: 'C1', form: 'plain', ...killAt('claimed') },
  { point: 'C2', form: 'media', ...killAt('prepared') },
  { point: 'C3', form: 'plain', ...killAt('intent_written') },
  { point: 'C4', form: 'plain', ...killAt('connected') },
  { point: 'C5', form: 'plain', ...killAt('flushed'), fault: { name: 'slow', milliseconds: 400 } },
  { point: 'C6', form: 'plain', ...killAt('reply_lost'), ...lostReply },
  { point: 'C7', form: 'plain', ...killAt('headers_read') },
  { point: 'C7', form: 'plain', fault: { name: 'garbage_reply' } },
  { point: 'C8', form: 'plain', ...killAt('replied') },
  { point: 'C9', form: 'plain', ...killAt('commit_sent') },
  { point: 'C10', form: 'plain', ...killAt('recorded') },
  { point: 'C11', form: 'comment', ...killAt('recorded') },
  { point: 'C12', form: 'plain', ...killAt('reading'), ...lostReply },
  { point: 'C13', form: 'plain', ...killAt('found'), fault: { name: 'error_500_after' } },
  { point: 'C14', form: 'plain', ...killAt('intent_written', 'swept') },
  { point: 'C15', form: 'thread', ...killAt('between_parts') },
  { point: 'C15', form: 'comment', ...killAt('between_parts') },
  { point: 'C2', form: 'media', ...killAt('staged') },
  { point: 'C2', form: 'media', ...killAtNext('staged') },
  { point: 'C3', form: 'comment', ...killAtNext('intent_written') },
  { point: 'C6', form: 'comment', ...killAt('reply_lost'), ...lostReply },
  { point: 'C3', form: 'other', ...killAt('intent_written') },
  { point: 'C6', form: 'other', ...killAt('reply_lost'), ...lostReply },
  { point: 'C8', form: 'other', ...killAt('replied') },
  { point: 'C10', form: 'plain', ...killAt('accepted'), accepted: true },
  { point: 'C12', form: 'plain', ...killAt('confirming'), accepted: true },
  { point: 'C13', form: 'plain', ...killAt('confirmed'), accepted: true },
]

/** The scenarios that this network can play. */
export function scenariosOf(
  { forms }: Pick<CrashNetwork, 'forms'>,
  chosen: (scenario: Scenario) => boolean,
): readonly NetworkScenario[] {
  return scenarios.filter(chosen).flatMap((scenario) => {
    const post = forms[scenario.form]
    if (post === undefined) return []
    if (scenario.fault !== undefined && post.operation === undefined) return []
    if (scenario.accepted === true && !post.accepted) return []
    return [{ scenario, post }]
  })
}

/** The texts that become visible for the delivery of this number, in order. */
export function textsOf(number: number, { followedBy }: CrashPost): string[] {
  const text = `Delivery ${number}: the quick brown fox`
  if (followedBy === 'thread') return [text, `${text}, second`, `${text}, third`]
  if (followedBy === 'comment') return [text, `${text}, comment`]
  return [text]
}
