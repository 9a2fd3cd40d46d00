import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** The languages in which the emulation knows Mastodon's sentences. */
export type Language = 'en' | 'de'

/** A sentence of Mastodon, with the figures in it. */
export type Sentence = (language: Language) => string

/** A request that is refused. */
export class Refusal extends Error {
  readonly status: number
  readonly sentence: Sentence
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, sentence: Sentence, headers: Readonly<Record<string, string>> = {}) {
    super(sentence('en'))
    this.name = 'Refusal'
    this.status = status
    this.sentence = sentence
    this.headers = headers
  }

  answer(language: Language): EmulatorResponse {
    return {
      status: this.status,
      headers: this.headers,
      json: { error: this.sentence(language) },
    }
  }
}

/** 422, a record that is not valid. */
export function invalid(english: string, german = english): Refusal {
  return new Refusal(422, (language) =>
    language === 'de'
      ? `Gültigkeitsprüfung ist fehlgeschlagen: ${german}`
      : `Validation failed: ${english}`,
  )
}

/** 422, a sentence of its own. */
export function unprocessable(english: string, german = english): Refusal {
  return new Refusal(422, (language) => (language === 'de' ? german : english))
}

/** 404, for what is not there and for what may not be seen. */
export function notFound(english = 'Record not found', german = english): Refusal {
  return new Refusal(404, (language) => (language === 'de' ? german : english))
}

/** 403, with no reason that a program could read. */
export function forbidden(sentence: string): Refusal {
  return new Refusal(403, () => sentence)
}

/** 401 of a token that is worth nothing. */
export function invalidToken(sentence = 'The access token is invalid'): Refusal {
  return new Refusal(
    401,
    (language) => (language === 'de' ? 'Der Zugriffstoken ist ungültig' : sentence),
    {
      'www-authenticate': `Bearer realm="Doorkeeper", error="invalid_token", error_description="${sentence}"`,
    },
  )
}

/** 403 of a token that was not given the scope. */
export function missingScope(): Refusal {
  const sentence = 'This action is outside the authorized scopes'
  return new Refusal(403, () => sentence, {
    'www-authenticate': `Bearer realm="Doorkeeper", error="invalid_scope", error_description="${sentence}"`,
  })
}

/** An error of the OAuth endpoints (RFC 6749 5.2). */
export function oauthError(status: number, error: string, description: string): EmulatorResponse {
  return { status, json: { error, error_description: description } }
}
