import { ProviderFailure, type ProviderFailureKind } from '@t21/plugin-kit'

/** GitHub’s codes, besides those of OAuth, and what they mean for whoever logs in. */
const known: Readonly<Record<string, ProviderFailureKind>> = {
  access_denied: 'declined',
  server_error: 'transient',
  temporarily_unavailable: 'transient',
  application_suspended: 'misconfigured',
  incorrect_client_credentials: 'misconfigured',
  redirect_uri_mismatch: 'misconfigured',
}

const sentences: Readonly<Record<ProviderFailureKind, string>> = {
  declined: 'The login was declined at GitHub.',
  refused: 'The answer does not prove who you are.',
  absent: 'GitHub does not know this login.',
  rate_limited: 'GitHub wants fewer logins at the moment.',
  misconfigured: 'GitHub does not accept this server as a client.',
  transient: 'GitHub did not answer as it should.',
}

/**
 * What the library threw, as T21 knows it. Its errors hold claims and tokens: nothing of them goes on but their code.
 *
 * @param error anything; a failure stays as it is
 */
export function failureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error
  const { code, error: name, status } = (error ?? {}) as Partial<Record<string, unknown>>
  const kind = kindOf(code, name, status)
  const reason = [name, code].find((one) => typeof one === 'string')
  return new ProviderFailure(kind, { message: sentences[kind], code: reason as string | undefined })
}

/** A refusal of our own. */
export function refused(code: string): ProviderFailure {
  return new ProviderFailure('refused', { message: sentences.refused, code })
}

function kindOf(code: unknown, name: unknown, status: unknown): ProviderFailureKind {
  if (status === 429) return 'rate_limited'
  if (typeof status === 'number' && status >= 500) return 'transient'
  if (typeof name === 'string') return known[name] ?? 'refused'
  // Whatever is wrong with an answer has a code of the library; what has none never arrived.
  const unanswered = typeof code !== 'string' || !code.startsWith('OAUTH_')
  return unanswered || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' ? 'transient' : 'refused'
}
