import type { BillingEvent } from '@t21/plugin-kit'
import { dateOf } from './values.ts'

type Fields = Readonly<Record<string, unknown>>

/** What an event of Stripe says to T21; nothing where it is about something else. Never throws. */
export function eventsOf(body: unknown): readonly BillingEvent[] {
  const { id, type, created, data } = fieldsOf(body)
  const object = fieldsOf(fieldsOf(data)['object'])
  const about = aboutOf(String(type), object)
  if (about === null || typeof id !== 'string' || typeof created !== 'number') return []
  return [{ ...about, id, name: String(type), at: dateOf(created) }]
}

/** By the kind of the object: Stripe adds names of events, and each says that the object changed. */
function aboutOf(
  type: string,
  object: Fields,
): Pick<BillingEvent, 'kind' | 'customerId' | 'objectId'> | null {
  const kind = kindOf(type, object)
  const objectId = textIn(object['id'])
  // A bill that is only announced has no id.
  if (kind === null || objectId === null) return null
  const customerId = object['object'] === 'customer' ? objectId : textIn(idIn(object['customer']))
  return customerId === null && kind !== 'reversal' ? null : { kind, customerId, objectId }
}

function kindOf(type: string, { object, mode }: Fields): BillingEvent['kind'] | null {
  switch (object) {
    case 'subscription':
      return 'subscription'
    case 'checkout.session':
      return mode === 'subscription' ? 'subscription' : null
    case 'customer':
      return type === 'customer.deleted' ? 'subscription' : null
    case 'invoice':
      return 'invoice'
    case 'charge':
      return type === 'charge.refunded' ? 'reversal' : null
    case 'refund':
    case 'dispute':
      return 'reversal'
    default:
      return null
  }
}

function idIn(value: unknown): unknown {
  return typeof value === 'object' ? fieldsOf(value)['id'] : value
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
