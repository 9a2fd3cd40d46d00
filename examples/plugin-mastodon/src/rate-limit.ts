import type { ConnectorResponse } from '@t21/plugin-kit'

/** When the instance lets a limited account go on; `undefined` where the answer does not tell. */
export function rateLimitUntil(headers: ConnectorResponse['headers']): Date | undefined {
  // What an account sent several times is joined; the last of overlapping limits is the latest.
  const times = (headers['x-ratelimit-reset'] ?? '')
    .split(',')
    .map((value) => Date.parse(value.trim()))
    .filter((time) => !Number.isNaN(time))
  return times.length === 0 ? undefined : new Date(Math.max(...times))
}
