import type { Money } from '@t21/plugin-kit'

/** An amount as people read it: `£7.00`. Some currencies have no smaller unit. */
export function amountOf({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}
