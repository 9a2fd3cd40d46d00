/** An amount in the smallest coins of its currency, as people write it: `GBP 12.00`. */
export function inMoney(amount: number, currency: string): string {
  const code = currency.toUpperCase()
  try {
    const format = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: code,
      currencyDisplay: 'code',
    })
    const coins = 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)
    return format.format(amount / coins).replaceAll('\u00A0', ' ')
  } catch {
    // A code that nobody knows.
    return `${code} ${amount}`
  }
}
