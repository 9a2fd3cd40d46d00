/** What a delivery can be (reliability.md 1.4). */
export const deliveryStates = [
  'scheduled',
  'claimed',
  'preparing',
  'sending',
  'processing',
  'unknown',
  'reconciling',
  'retry_wait',
  'needs_attention',
  'published',
  'failed',
  'canceled',
  'expired',
] as const

/** See {@link deliveryStates}. */
export type DeliveryState = (typeof deliveryStates)[number]

interface Transition {
  readonly from: readonly DeliveryState[]
  readonly to: readonly DeliveryState[]
  readonly meaning: string
}

/**
 * Every edge of the state machine. T1 to T18 are those of reliability.md 1.4; T19 to T24 are ours,
 * for what it leaves open (docs/adr/0003-publishing-state-machine.md).
 */
export const transitions = {
  T1: {
    from: ['scheduled', 'retry_wait'],
    to: ['claimed'],
    meaning: 'A worker took it: it is due.',
  },
  T2: {
    from: ['claimed', 'preparing'],
    to: ['claimed'],
    meaning: 'The worker that had it is gone; nothing had been sent.',
  },
  T3: {
    from: ['claimed', 'preparing'],
    to: ['preparing', 'claimed'],
    meaning: 'Uploads and the like; invisible and repeatable.',
  },
  T4: {
    from: ['scheduled', 'retry_wait', 'claimed', 'preparing'],
    to: ['expired'],
    meaning: 'Too late to be published by itself.',
  },
  T5: {
    from: ['claimed', 'preparing'],
    to: ['sending'],
    meaning: 'The intent is written down; the irreversible call follows.',
  },
  T6: {
    from: ['sending'],
    to: ['published', 'processing', 'claimed'],
    meaning: 'The network took it; `claimed` where another part follows.',
  },
  T7: {
    from: ['sending'],
    to: ['failed', 'published'],
    meaning:
      'The network refused it for good, by a documented answer; `published` where it was only the first comment.',
  },
  T8: {
    from: ['sending'],
    to: ['retry_wait'],
    meaning: 'Proved not sent or not accepted; tried again later.',
  },
  T9: {
    from: ['sending'],
    to: ['unknown'],
    meaning: 'The outcome is not proved either way.',
  },
  T10: {
    from: ['sending'],
    to: ['unknown'],
    meaning: 'The worker that was sending it is gone.',
  },
  T11: {
    from: ['processing'],
    to: ['published', 'failed', 'unknown', 'processing', 'retry_wait', 'canceled'],
    meaning:
      'The network finished, or did not; `retry_wait` where another part follows, or where it lost what it had accepted; `canceled` where it gave up what it was asked to.',
  },
  T12: {
    from: ['unknown'],
    to: ['reconciling'],
    meaning: 'The network is asked whether it is there.',
  },
  T13: {
    from: ['reconciling'],
    to: ['published', 'retry_wait', 'processing', 'canceled'],
    meaning:
      'It is there; `retry_wait` where another part follows, `canceled` where that was called off, `processing` where the network still works on it.',
  },
  T14: {
    from: ['reconciling'],
    to: ['retry_wait', 'canceled'],
    meaning: 'Proved absent; tried again, or not where somebody had called it off.',
  },
  T15: {
    from: ['reconciling'],
    to: ['unknown'],
    meaning: 'Not known yet; asked again later.',
  },
  T16: {
    from: ['reconciling'],
    to: ['needs_attention', 'failed', 'published'],
    meaning:
      'Cannot be proved, a person decides; `failed` where the network had refused a duplicate, `published` where that was only the first comment.',
  },
  T17: {
    from: ['scheduled', 'retry_wait', 'claimed', 'preparing'],
    to: ['canceled'],
    meaning: 'Somebody called it off.',
  },
  T18: {
    from: ['needs_attention', 'unknown'],
    to: ['published', 'retry_wait'],
    meaning:
      'Evidence came late: a person, or the network, says that it is there; `retry_wait` where another part follows.',
  },
  T19: {
    from: ['claimed', 'preparing'],
    to: ['retry_wait', 'failed', 'published'],
    meaning:
      'Could not be prepared; nothing had been sent. `published` where it was only the first comment.',
  },
  T20: {
    from: ['needs_attention'],
    to: ['failed'],
    meaning: 'A person says that it is not there.',
  },
  T21: {
    from: ['failed', 'expired', 'canceled'],
    to: ['scheduled'],
    meaning: 'Somebody wants it tried again; parts that are there are not repeated.',
  },
  T22: {
    from: ['claimed'],
    to: ['needs_attention'],
    meaning: 'The worker died of it again and again; a person decides.',
  },
  T23: {
    from: ['processing'],
    to: ['processing'],
    meaning: 'Somebody called it off while the network works on it, which is asked to give it up.',
  },
  T24: {
    from: ['needs_attention'],
    to: ['unknown'],
    meaning: 'Somebody wants the network asked once more, before a person decides.',
  },
} as const satisfies Record<string, Transition>

/** The name of an edge. */
export type TransitionName = keyof typeof transitions

/** An edge and a state that it leads to: what does not exist does not compile. */
export type Edge = {
  [Name in TransitionName]: {
    readonly transition: Name
    readonly to: (typeof transitions)[Name]['to'][number]
  }
}[TransitionName]

/** May a delivery go from here to there by this edge? */
export function isLegal(name: TransitionName, from: DeliveryState, to: DeliveryState): boolean {
  const edge: Transition = transitions[name]
  return edge.from.includes(from) && edge.to.includes(to)
}

/** At its end; nothing happens any more by itself. */
export const endStates = ['published', 'failed', 'canceled', 'expired'] as const

/** Somebody is working on it, or something may be under way at the network: not to be changed. */
export const inFlightStates = [
  'claimed',
  'preparing',
  'sending',
  'processing',
  'unknown',
  'reconciling',
] as const

/** True for a state that nothing leaves by itself. */
export function isEnd(state: DeliveryState): boolean {
  return (endStates as readonly DeliveryState[]).includes(state)
}

/** True while a delivery must not be changed or called off; the API answers 409. */
export function isInFlight(state: DeliveryState): boolean {
  return (inFlightStates as readonly DeliveryState[]).includes(state)
}
