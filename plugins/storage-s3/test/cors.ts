import type { IncomingMessage } from 'node:http'

/** A rule of a bucket, as `aws s3api put-bucket-cors` takes it. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[]
  readonly AllowedMethods: readonly string[]
  readonly AllowedHeaders?: readonly string[]
  readonly ExposeHeaders?: readonly string[]
  readonly MaxAgeSeconds?: number
}

/**
 * What a bucket with these rules adds to an answer, as AWS describes it ("How does Amazon S3 evaluate the CORS configuration on a
 * bucket?"): the first rule counts that has the origin, the method, and every header that a preflight asks for.
 *
 * @returns undefined where no rule allows it: then a preflight is refused, and the answer to anything else cannot be read by the page
 */
export function corsHeaders(
  rules: readonly CorsRule[],
  { method = '', headers }: Pick<IncomingMessage, 'method' | 'headers'>,
): Record<string, string> | undefined {
  const { origin = '' } = headers
  const preflight = method === 'OPTIONS'
  const wanted = preflight ? String(headers['access-control-request-method']) : method
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => preflight && name !== '')
  const rule = rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
      AllowedMethods.includes(wanted) &&
      asked.every((name) => AllowedHeaders.some((pattern) => matches(pattern, name))),
  )
  if (rule === undefined) return undefined
  const anybody = rule.AllowedOrigins.includes('*')
  return {
    'access-control-allow-origin': anybody ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    'access-control-expose-headers': (rule.ExposeHeaders ?? []).join(', '),
    'access-control-max-age': String(rule.MaxAgeSeconds ?? 0),
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

/** With one `*` at most, for any letters. */
function matches(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.toLowerCase().split('*')
  const lower = text.toLowerCase()
  if (end === undefined) return lower === start
  return lower.length >= start.length + end.length && lower.startsWith(start) && lower.endsWith(end)
}
