import type { ConnectorResponse } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'

/** What an answer of TikTok says went wrong: tiktok.md 0 and 1.6. */
export interface Problem {
  readonly status: number
  /** TikTok's word, `spam_risk_too_many_posts`; `ok` for a success, empty where it said none. */
  readonly code: string
  /** TikTok's own sentence, for people. */
  readonly networkMessage: string
  /** Status and code, for people: `403 spam_risk`. */
  readonly networkCode: string
}

const Envelope = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  }),
})

const Flat = Type.Object({
  error: Type.String({ minLength: 1 }),
  error_description: Type.Optional(Type.String()),
})

/** Reads an answer's envelope, or the flat error of the OAuth endpoints; one without either has no code. */
export function readProblem(response: ConnectorResponse): Problem {
  const envelope = read(Envelope, response.json)?.error
  const flat = read(Flat, response.json)
  const code = envelope?.code ?? flat?.error ?? ''
  return {
    status: response.status,
    code,
    networkMessage: envelope?.message ?? flat?.error_description ?? '',
    networkCode: [response.status, code].filter(Boolean).join(' '),
  }
}

/** True for a success of the API: TikTok refuses with status 200 as well, so only its own `ok` counts. */
export function isOk(response: ConnectorResponse): boolean {
  return isSuccessStatus(response.status) && readProblem(response).code === 'ok'
}

/** True for 2xx. */
export function isSuccessStatus(status: number): boolean {
  return status >= 200 && status < 300
}

/** TikTok does not fetch the post any more, or never did (tiktok.md 2.6). */
export function isNotCancellable({ code }: Problem): boolean {
  return code === 'publish_not_cancellable'
}

/** TikTok does not know the publish id, or not yet; it says so as the code or in the message (tiktok.md 2.5). */
export function isUnknownPublishId({ code, networkMessage }: Problem): boolean {
  return code === 'invalid_publish_id' || /invalid_publish_id/i.test(networkMessage)
}
