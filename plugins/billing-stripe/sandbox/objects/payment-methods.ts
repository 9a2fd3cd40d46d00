import { create, type Act } from '../api/act.ts'
import { invalid } from '../api/errors.ts'
import { cardError, cardOf, testCards } from '../billing/cards.ts'
import { existing } from './existing.ts'
import { attachCard } from './payment-method.ts'
import type { PaymentMethod } from './records.ts'

/** Makes a payment method a customer's: one that was made, or a test card by its alias. @throws Refusal */
export function cardNamed(act: Act, id: string, customer: string): PaymentMethod {
  const known = testCards.find(({ alias }) => alias === id)
  if (known !== undefined) return attachCard(act, known, customer)
  const method = existing(act.context, 'payment_methods', id, 'payment_method')
  if (method.customer === customer) return method
  if (method.customer !== null) {
    throw invalid(
      'The payment method you provided has already been attached to a customer.',
      'payment_method',
    )
  }
  const { attach } = cardOf(act.context, id)
  if (attach !== undefined) throw cardError(attach)
  return create(act, 'payment_methods', { ...method, customer }, 'payment_method.attached')
}

/** A card that is a customer's already. @throws Refusal for anybody else's */
export function ownCard(act: Act, id: string, customer: string, param: string): PaymentMethod {
  const method = existing(act.context, 'payment_methods', id, param)
  if (method.customer === customer) return method
  const message = `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`
  throw invalid(message, param, 'resource_missing')
}
