import type { ConnectorResponse } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'

/** What an error answer says. */
export interface Problem {
  readonly status: number
  /** The machine's word: `invalid_grant` of OAuth, or `invalid_token` of the header `WWW-Authenticate`; may be empty. */
  readonly word: string
  /** Mastodon's own sentence: in English where the request said `lang=en`, else in the language of the account's owner. */
  readonly networkMessage: string
  /** Status and word, for people: `401 invalid_token`. */
  readonly networkCode: string
  /** Whether Mastodon itself said it, and not a proxy in front of it. */
  readonly isMastodon: boolean
}

const ErrorBody = Type.Object({
  error: Type.String(),
  error_description: Type.Optional(Type.String()),
})

/** Reads `{ error, error_description }`. */
export function readProblem(response: ConnectorResponse): Problem {
  const body = read(ErrorBody, response.json)
  const challenge = /error="([a-z_]+)"/.exec(response.headers['www-authenticate'] ?? '')?.[1]
  const isWord = body !== null && /^[a-z]+(_[a-z]+)+$/.test(body.error)
  const word = challenge ?? (isWord ? body.error : '')
  return {
    status: response.status,
    word,
    networkMessage: body?.error_description ?? body?.error ?? '',
    networkCode: [response.status, word].filter(Boolean).join(' '),
    isMastodon: body !== null || challenge !== undefined,
  }
}
