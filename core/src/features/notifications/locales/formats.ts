import type { Money } from '@t21/plugin-kit'

/** A day as people read it: `3 February 2026`, UTC. */
export function dayIn(language: string, moment: string): string {
  return new Date(moment).toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' })
}

/** An amount as people read it: `£7.00`. Some currencies have no smaller unit. */
export function moneyIn(language: string, { amount, currency }: Money): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}

/** A minute, in every language alike: `2026-11-24 09:30`. */
export function minuteOf(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ')
}

/** A number of bytes in the unit that fits. */
export function bytesOf(amount: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, amount)) / 10))
  return `${Number((amount / 1_024 ** step).toFixed(1))} ${units[step]}`
}
