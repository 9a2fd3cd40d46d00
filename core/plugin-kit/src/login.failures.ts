import { ProviderFailure, type ProviderFailureKind } from './provider-failure.ts'

/** How the failures of a login by OAuth become T21's. */
export interface OAuthFailures {
  /**
   * What was thrown, as T21 knows it. Errors of such libraries hold claims and tokens: nothing of them goes on but their code.
   *
   * @param error anything; a failure stays as it is
   */
  failureOf(error: unknown): ProviderFailure
  /** A refusal of the plugin's own. */
  refused(code: string): ProviderFailure
}

/**
 * Reads the errors of `openid-client` (or of another library with its words: `error` of RFC 6749, `status`, and a `code` that
 * begins with `OAUTH_` where an answer came and does not hold).
 *
 * @param name of the provider, as people write it
 * @param codes the provider's own, besides those that mean the same everywhere
 */
export function oauthFailures(
  name: string,
  codes: Readonly<Record<string, ProviderFailureKind>> = {},
): OAuthFailures {
  const known = new Map(Object.entries({ ...common, ...codes }))
  const sentences: Readonly<Record<ProviderFailureKind, string>> = {
    declined: `The login was declined at ${name}.`,
    refused: 'The answer does not prove who you are.',
    absent: `${name} does not know this login.`,
    rate_limited: `${name} wants fewer logins at the moment.`,
    misconfigured: `${name} does not accept this server as a client.`,
    transient: `${name} did not answer as it should.`,
  }

  function kindOf({ code, error, status }: LibraryError): ProviderFailureKind {
    if (status === 429) return 'rate_limited'
    if (typeof status === 'number' && status >= 500) return 'transient'
    if (typeof error === 'string') return known.get(error) ?? 'refused'
    // Whatever is wrong with an answer has a code of the library; what has none never arrived.
    const unanswered = typeof code !== 'string' || !code.startsWith('OAUTH_')
    return unanswered || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT'
      ? 'transient'
      : 'refused'
  }

  return {
    failureOf(thrown) {
      if (thrown instanceof ProviderFailure) return thrown
      const library = (thrown ?? {}) as LibraryError
      const kind = kindOf(library)
      const code = [library.error, library.code].find((one) => typeof one === 'string')
      return new ProviderFailure(kind, { message: sentences[kind], code })
    },
    refused: (code) => new ProviderFailure('refused', { message: sentences.refused, code }),
  }
}

interface LibraryError {
  readonly code?: unknown
  readonly error?: unknown
  readonly status?: unknown
}

/** Codes of OAuth (RFC 6749, 4.1.2.1 and 5.2) and what they mean for whoever logs in. */
const common: Readonly<Record<string, ProviderFailureKind>> = {
  access_denied: 'declined',
  server_error: 'transient',
  temporarily_unavailable: 'transient',
  invalid_client: 'misconfigured',
  unauthorized_client: 'misconfigured',
  invalid_scope: 'misconfigured',
}
