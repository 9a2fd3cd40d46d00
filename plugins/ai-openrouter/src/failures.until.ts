/**
 * When it may be tried again. OpenRouter's own limits say it in `X-RateLimit-Reset` (milliseconds since 1970; also within the
 * error), those of the providers behind it in `Retry-After` (seconds, or a date).
 */
export function untilOf(
  headers: Headers | undefined,
  metadata: Readonly<Record<string, unknown>>,
  now: Date,
): Date | undefined {
  const reset = headers?.get('x-ratelimit-reset') ?? within(metadata, 'X-RateLimit-Reset')
  const after = headers?.get('retry-after') ?? within(metadata, 'Retry-After')
  return dateOf(reset, 0) ?? dateOf(after, now.getTime())
}

function within(metadata: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const { headers } = metadata
  if (typeof headers !== 'object' || headers === null) return undefined
  const value = (headers as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function dateOf(value: string | null | undefined, from: number): Date | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const number = Number(value)
  if (Number.isNaN(number)) return valid(new Date(value))
  return valid(new Date(from === 0 ? millisecondsOf(number) : from + number * 1000))
}

/** Some put seconds where others put milliseconds. */
function millisecondsOf(time: number): number {
  return time < 100_000_000_000 ? time * 1000 : time
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date
}
