import { change, type Act } from '../api/act.ts'
import type { CheckoutSession } from '../objects/records.ts'

/** Ends a session that was not used. */
export function expireSession(act: Act, id: string): CheckoutSession {
  const over = { status: 'expired', url: null } as const
  return change(act, 'checkout_sessions', id, over, 'checkout.session.expired')
}
