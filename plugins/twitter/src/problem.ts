import type { ConnectorResponse } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'

/** What an error answer of X says, whichever of its shapes it has: twitter.md 4 A to F. */
export interface Problem {
  readonly status: number
  /** The last segment of `type`, such as `usage-capped`; empty for `about:blank`, which means nothing. */
  readonly type: string
  /** All the sentences of the answer, in lower case, for looking things up. */
  readonly words: string
  /** Legacy numeric codes. */
  readonly codes: readonly number[]
  /** The parameters that X named, such as `poll.options`. */
  readonly parameters: readonly string[]
  /** X's own sentence, for people. */
  readonly networkMessage: string
  /** Status and type or code, for people: `403 client-forbidden`. */
  readonly networkCode: string
}

const ProblemBody = Type.Object({
  title: Type.Optional(Type.String()),
  detail: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  error_description: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Unknown())),
})

const ProblemEntry = Type.Object({
  code: Type.Optional(Type.Number()),
  message: Type.Optional(Type.String()),
  detail: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  parameter: Type.Optional(Type.String()),
  parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

/** Reads an error answer; one without a usable body has empty words. */
export function readProblem(response: ConnectorResponse): Problem {
  const body = read(ProblemBody, response.json) ?? {}
  const entries = (body.errors ?? []).flatMap((entry) => read(ProblemEntry, entry) ?? [])
  const codes = entries.flatMap((entry) => entry.code ?? [])
  const type = lastSegment(body.type ?? entries[0]?.type)
  const sentences = [
    ...entries.flatMap((entry) => [entry.message, entry.detail]),
    body.detail,
    body.error_description,
    body.title,
    body.error,
  ].filter((sentence) => sentence !== undefined)

  return {
    status: response.status,
    type,
    words: sentences.join('\n').toLowerCase(),
    codes,
    parameters: entries.flatMap((entry) => [
      ...(entry.parameter === undefined ? [] : [entry.parameter]),
      ...Object.keys(entry.parameters ?? {}),
    ]),
    networkMessage: sentences[0] ?? '',
    networkCode: [response.status, type || body.error || codes[0]].filter(Boolean).join(' '),
  }
}

// X answers with api.twitter.com and documents api.x.com, so only the end of the address counts.
function lastSegment(type: string | undefined): string {
  if (!type || type === 'about:blank') return ''
  return type.split('/').at(-1) ?? ''
}
