import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { unasked } from '../api/act.ts'
import { clockOf } from './clock.ts'
import { duties, type Duty } from './duties.ts'

/** More than this at once is a mistake of the sandbox, not of a clock: ten years of daily renewals are fewer. */
const most = 100_000

/** Up to which moment the sandbox wakes by itself, by its memory. */
const alarms = new WeakMap<EmulatorContext['store'], number>()

/** Does what has become due since the state was last looked at, in the order in which it became so. */
export function settle(context: EmulatorContext): void {
  for (let count = 0; count < most; count += 1) {
    const next = earliest(context, ({ at, customer }) => at <= clockOf(context, customer))
    if (next === undefined) {
      setAlarm(context)
      return
    }
    next.perform({ context, at: next.at, request: unasked })
  }
  throw new Error('The sandbox has more to do than can become due.')
}

/** Has the state looked at when the next thing becomes due, so that its webhooks are sent though nobody asks. */
function setAlarm(context: EmulatorContext): void {
  const now = Math.floor(context.now().getTime() / 1000)
  const next = earliest(context, ({ at, customer }) => at > clockOf(context, customer) && at > now)
  if (next === undefined || alarms.get(context.store) === next.at) return
  alarms.set(context.store, next.at)
  context.webhook(() => {
    settle(context)
    return undefined
  }, next.at - now)
}

function earliest(context: EmulatorContext, fits: (duty: Duty) => boolean): Duty | undefined {
  let found: Duty | undefined
  for (const duty of duties(context)) {
    if ((found === undefined || duty.at < found.at) && fits(duty)) found = duty
  }
  return found
}
