import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Act } from '../api/act.ts'
import { table } from '../objects/records.ts'

/** A day, in seconds. */
export const day = 24 * 60 * 60

/** What time it is for a customer, in seconds since 1970: by the test clock, or by the sandbox. */
export function clockOf(
  context: Pick<EmulatorContext, 'store' | 'now'>,
  customerId: string | null,
): number {
  const customer = table(context, 'customers').get(customerId ?? '')
  const clock = table(context, 'test_clocks').get(customer?.test_clock ?? '')
  return clock?.frozen_time ?? Math.floor(context.now().getTime() / 1000)
}

/** The same act by the customer's own time. */
export function actFor(act: Act, customerId: string | null): Act {
  return { ...act, at: clockOf(act.context, customerId) }
}
