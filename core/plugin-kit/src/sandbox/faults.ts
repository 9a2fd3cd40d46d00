/**
 * The ways in which the sandbox can be told to misbehave.
 *
 * The host plays the first nine; `delayed_visibility`, `processing_slow` and `processing_failed` are
 * asked for by the emulation with `context.fault(…)`, since only it knows what they mean.
 */
export const faultNames = [
  'lose_reply_after_commit',
  'reset_before_commit',
  'error_500_before',
  'error_500_after',
  'rate_limited',
  'token_dead',
  'slow',
  'hang',
  'garbage_reply',
  'delayed_visibility',
  'processing_slow',
  'processing_failed',
] as const

/** See {@link faultNames}. */
export type FaultName = (typeof faultNames)[number]
