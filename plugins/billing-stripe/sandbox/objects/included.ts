import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { checkoutLines } from '../checkout/lines.ts'
import { table, type ListOf } from './records.ts'

/** What an object has only where it is asked for by `expand[]`; `undefined` where there is no such property. */
export function included(
  context: Pick<EmulatorContext, 'store'>,
  holder: Readonly<Record<string, unknown>>,
  property: string,
): unknown {
  const id = String(holder['id'])
  const kind = String(holder['object'])
  if (kind === 'invoice' && property === 'payments') {
    const all = [...table(context, 'invoice_payments').values()]
    const own = all.filter(({ invoice }) => invoice === id)
    return listOf(own, `/v1/invoice_payments?invoice=${id}`)
  }
  if (kind === 'customer' && property === 'subscriptions') {
    const all = [...table(context, 'subscriptions').values()]
    const own = all.filter(({ customer, status }) => customer === id && status !== 'canceled')
    return listOf(own.toReversed(), `/v1/customers/${id}/subscriptions`)
  }
  if (kind === 'checkout.session' && property === 'line_items') return checkoutLines(context, id)
  if (kind === 'charge' && property === 'refunds') {
    const all = [...table(context, 'refunds').values()]
    return listOf(
      all.filter(({ charge }) => charge === id).toReversed(),
      `/v1/charges/${id}/refunds`,
    )
  }
  return undefined
}

function listOf<Item>(data: readonly Item[], url: string): ListOf<Item> {
  return { object: 'list', data: structuredClone(data), has_more: false, url }
}
