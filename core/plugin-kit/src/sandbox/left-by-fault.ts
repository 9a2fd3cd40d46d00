import type { FaultName } from './faults.ts'

/** What the faults that the host plays leave for visitors when they hit the call that publishes. */
export const leftByFault = {
  reset_before_commit: 'nothing',
  error_500_before: 'nothing',
  rate_limited: 'nothing',
  token_dead: 'nothing',
  hang: 'nothing',
  lose_reply_after_commit: 'a post',
  error_500_after: 'a post',
  garbage_reply: 'a post',
  slow: 'a post',
} as const satisfies Partial<Record<FaultName, 'nothing' | 'a post'>>
