/** What a state means, whatever it is a state of. */
export type Tone = 'success' | 'info' | 'danger' | 'default'

const toneStates: Readonly<Record<Exclude<Tone, 'default'>, string>> = {
  success: 'active published paid delivered sent ready done completed',
  danger:
    'failed suspended deleted disconnected bounced needs_attention needs_reconnect refused expired dead partially_published removed in_force given_up broke unverified complained past_due unpaid uncollectible',
  info: 'claimed preparing sending processing publishing retry_wait reconciling unknown running storing tried_again',
}

/** Where the sign of the tone would say too little. */
const ownSigns: Readonly<Record<string, string>> = {
  needs_attention: '!',
  needs_reconnect: '!',
  in_force: '■',
  partially_published: '½',
  expired: '⊘',
  canceled: '–',
  disconnected: '–',
  unknown: '?',
  reconciling: '?',
  broke: '!',
  not_begun: '–',
  scheduled: '◷',
  pending_approval: '◷',
}

const signs: Readonly<Record<Tone, string>> = {
  success: '✓',
  danger: '✕',
  info: '↻',
  default: '•',
}

const tones = new Map(
  (Object.keys(toneStates) as (keyof typeof toneStates)[]).flatMap((tone) =>
    toneStates[tone].split(' ').map((state) => [state, tone] as const),
  ),
)

/** The colour of a state. */
export function toneOf(state: string): Tone {
  return tones.get(state.toLowerCase()) ?? 'default'
}

/** The sign of a state, which says it to who does not see the colour. */
export function signOf(state: string): string {
  return ownSigns[state.toLowerCase()] ?? signs[toneOf(state)]
}

/** A state in words. */
export function wordsOf(state: string): string {
  return state.replaceAll('_', ' ').toLowerCase()
}
