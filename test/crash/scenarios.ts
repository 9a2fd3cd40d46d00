import type { CrashPoint } from '../../core/src/features/publishing/run.ts'
import type { WirePoint } from './wire.ts'

/** What happens to one delivery: where its worker is killed, and how the network misbehaves towards it. */
export interface Scenario {
  /** The crash point of reliability.md 1.6. */
  readonly point: string
  /** Each is obeyed once, when the delivery gets there; so many milliseconds later. */
  readonly orders?: readonly { readonly at: OrderedAt; readonly afterMs: number }[]
  readonly fault?: { readonly name: string; readonly milliseconds?: number }
  readonly post: 'text' | 'image' | 'thread' | 'comment'
}

/** Places of the engine, and on the wire (`wire.ts`). At all but `commit_sent` the worker kills itself. */
export type OrderedAt = CrashPoint | WirePoint | 'commit_sent'

const here = 0

function killAt(...places: readonly OrderedAt[]): Pick<Scenario, 'orders'> {
  return { orders: places.map((at) => ({ at, afterMs: here })) }
}

/** At least one for each crash point. */
export const scenarios: readonly Scenario[] = [
  { point: 'C0', post: 'text' },
  { point: 'C1', post: 'text', ...killAt('claimed') },
  { point: 'C2', post: 'image', ...killAt('prepared') },
  { point: 'C3', post: 'text', ...killAt('intent_written') },
  { point: 'C4', post: 'text', ...killAt('connected') },
  { point: 'C5', post: 'text', ...killAt('flushed'), fault: { name: 'slow', milliseconds: 400 } },
  {
    point: 'C6',
    post: 'text',
    ...killAt('reply_lost'),
    fault: { name: 'lose_reply_after_commit' },
  },
  { point: 'C7', post: 'text', ...killAt('headers_read') },
  { point: 'C7', post: 'text', fault: { name: 'garbage_reply' } },
  { point: 'C8', post: 'text', ...killAt('replied') },
  { point: 'C9', post: 'text', ...killAt('commit_sent') },
  { point: 'C10', post: 'text', ...killAt('recorded') },
  { point: 'C11', post: 'comment', ...killAt('recorded') },
  { point: 'C12', post: 'text', ...killAt('reading'), fault: { name: 'lose_reply_after_commit' } },
  { point: 'C13', post: 'text', ...killAt('found'), fault: { name: 'error_500_after' } },
  { point: 'C14', post: 'text', ...killAt('intent_written', 'swept') },
  { point: 'C15', post: 'thread', ...killAt('between_parts') },
]

/** The texts that become visible for the delivery of this number, in order. */
export function textsOf(number: number, { post }: Scenario): string[] {
  const text = `Delivery ${number}: the quick brown fox`
  if (post === 'thread') return [text, `${text}, second`, `${text}, third`]
  if (post === 'comment') return [text, `${text}, comment`]
  return [text]
}
