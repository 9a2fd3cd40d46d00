import type { ConnectorResponse } from '@t21/plugin-kit'

/**
 * When X lets a limited account go on: the end of the 15-minute window or of an exhausted 24-hour
 * window, whichever is later. `undefined` where the answer does not tell: twitter.md 3.
 */
export function rateLimitUntil(headers: ConnectorResponse['headers']): Date | undefined {
  const resets = [epochSeconds(headers['x-rate-limit-reset'])]
  for (const scope of ['user', 'app']) {
    if (headers[`x-${scope}-limit-24hour-remaining`]?.trim() !== '0') continue
    resets.push(epochSeconds(headers[`x-${scope}-limit-24hour-reset`]))
  }
  const latest = Math.max(...resets.flatMap((reset) => reset ?? []))
  return Number.isFinite(latest) ? new Date(latest * 1000) : undefined
}

function epochSeconds(value: string | undefined): number | undefined {
  return value !== undefined && /^[0-9]{1,11}$/.test(value.trim()) ? Number(value) : undefined
}
