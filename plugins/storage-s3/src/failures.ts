import { ProviderFailure, type ProviderFailureKind } from '@t21/plugin-kit'

interface ServiceError extends Error {
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** What only the operator can mend. */
const misconfigured = new Set([
  'AccessDenied',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'InvalidAccessKeyId',
  'InvalidBucketName',
  'NoSuchBucket',
  'PermanentRedirect',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
])

/** The HTTP status of an answer that was an error. */
export function statusOf(error: unknown): number | undefined {
  return (error as ServiceError).$metadata?.httpStatusCode
}

/** The service's own name of an error: `NoSuchKey`. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

/**
 * An error of the service as T21 knows it. What the client library throws carries requests and answers, with keys and
 * signatures in them; only its name and status go on.
 */
export function failureOf(error: unknown, doing: string): ProviderFailure {
  const status = statusOf(error)
  const { code = '' } = error as ServiceError
  const name = [nameOf(error), code].find((word) => word !== '' && word !== 'Error') ?? 'no answer'
  const said = status === undefined ? name : `${status} ${name}`
  return new ProviderFailure(kindOf(name, status), {
    message: `The storage could not be used to ${doing}: ${said}.`,
    code: status === undefined ? name : String(status),
  })
}

function kindOf(name: string, status: number | undefined): ProviderFailureKind {
  if (misconfigured.has(name) || status === 403 || status === 301) return 'misconfigured'
  if (status === undefined || status >= 500 || status === 408) return 'transient'
  if (status === 429 || name === 'SlowDown') return 'rate_limited'
  return 'refused'
}

/** Does something at the service. @throws ProviderFailure for everything that goes wrong there */
export async function asking<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw failureOf(error, doing)
  }
}
