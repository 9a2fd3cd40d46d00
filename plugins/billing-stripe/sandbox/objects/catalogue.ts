import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { account } from '../api/account.ts'
import { table, type Price, type Product } from './records.ts'

/** When the seeded products were made: before everything else. */
const seededAt = Date.UTC(2026, 0, 1) / 1000

const seeds = [
  { product: account.products.pro, price: account.prices.pro, name: 'PRO', amount: 700 },
  {
    product: account.products.business,
    price: account.prices.business,
    name: 'BUSINESS',
    amount: 3500,
  },
]

/** Puts the two plans in an empty catalogue: £7 and £35 a month. */
export function seed(context: Pick<EmulatorContext, 'store'>): void {
  const prices = table(context, 'prices')
  if (prices.size > 0) return
  for (const { product, price, name, amount } of seeds) {
    const made = newProduct(product, seededAt, { name, default_price: price })
    table(context, 'products').set(product, made)
    const terms = { product, nickname: name, unit_amount: amount, currency: 'gbp' }
    prices.set(price, newPrice(price, seededAt, { ...terms, interval: 'month' }))
  }
}

/** A product without anything that was not given. */
export function newProduct(
  id: string,
  at: number,
  given: Pick<Product, 'name'> & Partial<Product>,
): Product {
  return {
    id,
    object: 'product',
    active: true,
    created: at,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: at,
    url: null,
    ...given,
  }
}

/** A price: each interval where it names one, else once. */
export function newPrice(
  id: string,
  at: number,
  terms: {
    readonly product: string
    readonly unit_amount: number
    readonly currency: string
    readonly interval?: 'day' | 'week' | 'month' | 'year' | undefined
    readonly interval_count?: number | undefined
    readonly lookup_key?: string | null | undefined
    readonly nickname?: string | null | undefined
    readonly metadata?: Record<string, string> | undefined
  },
): Price {
  const { interval, interval_count: count = 1 } = terms
  return {
    id,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: at,
    currency: terms.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: terms.lookup_key ?? null,
    metadata: terms.metadata ?? {},
    nickname: terms.nickname ?? null,
    product: terms.product,
    recurring:
      interval === undefined
        ? null
        : {
            interval,
            interval_count: count,
            meter: null,
            trial_period_days: null,
            usage_type: 'licensed',
          },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: interval === undefined ? 'one_time' : 'recurring',
    unit_amount: terms.unit_amount,
    unit_amount_decimal: String(terms.unit_amount),
  }
}
