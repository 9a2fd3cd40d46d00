import type { EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import { newId } from '../api/ids.ts'
import { signed } from '../events/events.ts'
import type { Event } from '../objects/records.ts'

/** The wrong ways in which an event can be sent. */
export const forgeries = [
  'forged',
  'altered',
  'unsigned',
  'expired',
  'future',
  'live',
  'other_account',
  'unknown_customer',
] as const

/**
 * An event as Stripe would never send it to this account:
 *
 * - `forged`: signed with another secret · `altered`: its body is another than was signed · `unsigned`: without a signature
 * - `expired`, `future`: signed ten minutes ago, or ten minutes from now
 * - `live`: of live mode · `other_account`: of another account · `unknown_customer`: about a customer who never was; all truly signed
 */
export function forged(event: Event, as: (typeof forgeries)[number]): EmulatorWebhook {
  const fresh = { ...event, id: newId('evt') }
  switch (as) {
    case 'forged':
      return signed(fresh, { secret: 'whsec_of_somebody_else' })
    case 'altered': {
      const { body, headers } = signed(fresh)
      return { headers, body: body.replace(/"type": "/, '"type":  "') }
    }
    case 'unsigned':
      return { body: signed(fresh).body, headers: {} }
    case 'expired':
      return signed(fresh, { ageSeconds: 600 })
    case 'future':
      return signed(fresh, { ageSeconds: -600 })
    case 'live':
      return signed({ ...fresh, livemode: true })
    case 'other_account':
      return signed({ ...fresh, account: 'acct_1SomebodyElse' })
    case 'unknown_customer': {
      const text = JSON.stringify(fresh).replaceAll(/"cus_\w+"/g, `"${newId('cus', 14)}"`)
      return signed(JSON.parse(text) as Event)
    }
  }
}
