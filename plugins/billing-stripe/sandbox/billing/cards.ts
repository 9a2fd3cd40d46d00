import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { Refusal, type StripeError } from '../api/errors.ts'

/** Why a card is declined. */
export interface Decline {
  readonly code: string
  readonly decline_code?: string
  readonly message: string
}

/** A card for tests (docs.stripe.com/testing). */
export interface TestCard {
  readonly number: string
  readonly brand: string
  /** The id that stands for it in requests: `pm_card_visa`. */
  readonly alias: string
  /** It is not even taken. */
  readonly attach?: Decline
  /** It is taken; charges are declined. */
  readonly charge?: Decline
  /** Its bank wants the holder to confirm each charge: it is declined where nobody is at a page. */
  readonly confirm?: Decline
  /** A charge succeeds, and is disputed as fraudulent. */
  readonly disputed?: true
}

const declined: Decline = {
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
}
const insufficient: Decline = {
  code: 'card_declined',
  decline_code: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
}
const expired: Decline = { code: 'expired_card', message: 'Your card has expired.' }
const wrongCvc: Decline = {
  code: 'incorrect_cvc',
  message: "Your card's security code is incorrect.",
}

const unconfirmed: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}

/** The test cards that the sandbox knows. */
export const testCards: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'visa', alias: 'pm_card_visa' },
  { number: '5555555555554444', brand: 'mastercard', alias: 'pm_card_mastercard' },
  {
    number: '4000000000000341',
    brand: 'visa',
    alias: 'pm_card_chargeCustomerFail',
    charge: declined,
  },
  { number: '4000000000000002', brand: 'visa', alias: 'pm_card_chargeDeclined', attach: declined },
  {
    number: '4000000000009995',
    brand: 'visa',
    alias: 'pm_card_chargeDeclinedInsufficientFunds',
    attach: insufficient,
  },
  {
    number: '4000000000000069',
    brand: 'visa',
    alias: 'pm_card_chargeDeclinedExpiredCard',
    attach: expired,
  },
  {
    number: '4000000000000127',
    brand: 'visa',
    alias: 'pm_card_chargeDeclinedIncorrectCvc',
    attach: wrongCvc,
  },
  {
    number: '4000002760003184',
    brand: 'visa',
    alias: 'pm_card_authenticationRequired',
    confirm: unconfirmed,
  },
  { number: '4000000000000259', brand: 'visa', alias: 'pm_card_createDispute', disputed: true },
]

const unknown: Decline = {
  code: 'card_declined',
  decline_code: 'test_mode_live_card',
  message:
    'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://docs.stripe.com/testing.',
}

/** The test card of a number. @throws Refusal for any other number */
export function cardNumbered(number: string): TestCard {
  const digits = number.replaceAll(/[\s-]/g, '')
  const found = testCards.find((card) => card.number === digits)
  if (found !== undefined) return found
  if (/^\d{13,19}$/.test(digits)) throw cardError(unknown)
  throw cardError(
    { code: 'incorrect_number', message: 'Your card number is incorrect.' },
    { param: 'number' },
  )
}

/** 402: the card, or the bank behind it, said no. */
export function cardError(decline: Decline, more: Partial<StripeError> = {}): Refusal {
  return new Refusal(402, { type: 'card_error', ...decline, ...more })
}

/** The card behind a payment method. */
export function cardOf(context: Pick<EmulatorContext, 'store'>, paymentMethodId: string): TestCard {
  const number = cardNumbers(context).get(paymentMethodId) ?? ''
  return cardNumbered(number)
}

/** The numbers behind payment methods, which no answer has. */
export function cardNumbers(context: Pick<EmulatorContext, 'store'>): Map<string, string> {
  return context.store.collection<string>('card_numbers')
}
