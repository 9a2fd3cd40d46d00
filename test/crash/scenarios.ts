/** What happens to one delivery: where its worker is killed, and how the network misbehaves towards it. */
export interface Scenario {
  /** The crash point of reliability.md 1.6. */
  readonly point: string
  /** The worker ends itself when the delivery gets here; so many milliseconds later. */
  readonly kill?: { readonly at: string; readonly afterMs: number }
  readonly fault?: { readonly name: string; readonly milliseconds?: number }
  readonly post: 'text' | 'image' | 'thread' | 'comment'
}

const here = 0

/** One for each crash point. Between `intent_written` and `replied` the call is on the wire. */
export const scenarios: readonly Scenario[] = [
  { point: 'C0', post: 'text' },
  { point: 'C1', post: 'text', kill: { at: 'claimed', afterMs: here } },
  { point: 'C2', post: 'image', kill: { at: 'prepared', afterMs: here } },
  { point: 'C3', post: 'text', kill: { at: 'intent_written', afterMs: here } },
  {
    point: 'C4',
    post: 'text',
    kill: { at: 'intent_written', afterMs: 25 },
    fault: { name: 'hang' },
  },
  {
    point: 'C5',
    post: 'text',
    kill: { at: 'intent_written', afterMs: 25 },
    fault: { name: 'slow', milliseconds: 400 },
  },
  {
    point: 'C6',
    post: 'text',
    kill: { at: 'intent_written', afterMs: 25 },
    fault: { name: 'lose_reply_after_commit' },
  },
  { point: 'C7', post: 'text', fault: { name: 'garbage_reply' } },
  { point: 'C8', post: 'text', kill: { at: 'replied', afterMs: here } },
  { point: 'C9', post: 'text', fault: { name: 'error_500_after' } },
  { point: 'C10', post: 'text', kill: { at: 'recorded', afterMs: here } },
  { point: 'C11', post: 'comment', kill: { at: 'recorded', afterMs: here } },
  {
    point: 'C12',
    post: 'text',
    kill: { at: 'reading', afterMs: here },
    fault: { name: 'lose_reply_after_commit' },
  },
  {
    point: 'C13',
    post: 'text',
    kill: { at: 'found', afterMs: here },
    fault: { name: 'lose_reply_after_commit' },
  },
  {
    point: 'C14',
    post: 'text',
    kill: { at: 'intent_written', afterMs: here },
    fault: { name: 'error_500_before' },
  },
  { point: 'C15', post: 'thread', kill: { at: 'between_parts', afterMs: here } },
]

/** The texts that become visible for the delivery of this number, in order. */
export function textsOf(number: number, { post }: Scenario): string[] {
  const text = `Delivery ${number}: the quick brown fox`
  if (post === 'thread') return [text, `${text}, second`, `${text}, third`]
  if (post === 'comment') return [text, `${text}, comment`]
  return [text]
}
