import type { ConnectorResponse } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'

/** What an error answer of Meta says, whichever of its shapes it has: facebook.md 4, instagram.md 4. */
export interface MetaProblem {
  readonly status: number
  /** `error.code`; `null` where there is none, or it is a name. */
  readonly code: number | null
  readonly subcode: number | null
  /** `OAuthException`; at rupload `ProcessingFailedError` and the like; a code that is a name. */
  readonly type: string
  /** `is_transient`, or `retriable` at rupload. */
  readonly transient: boolean
  /** All its sentences in lower case, for looking things up. */
  readonly words: string
  /** The sentence that Meta means for people, else the one for programmers; empty where there is none. */
  readonly networkMessage: string
  /** For people: `190/463`, a type, or the HTTP status. */
  readonly networkCode: string
  /** `error_data`, which some refusals carry. */
  readonly data: unknown
}

const Text = Type.Optional(Type.String())
const NumberOrName = Type.Optional(Type.Union([Type.Number(), Type.String()]))

const GraphError = Type.Object({
  error: Type.Object({
    message: Text,
    type: Text,
    code: NumberOrName,
    error_subcode: NumberOrName,
    is_transient: Type.Optional(Type.Boolean()),
    error_user_title: Text,
    error_user_msg: Text,
    error_data: Type.Optional(Type.Unknown()),
  }),
})

const UploadError = Type.Object({
  debug_info: Type.Object({
    retriable: Type.Optional(Type.Boolean()),
    type: Text,
    message: Text,
  }),
})

// Of api.instagram.com/oauth/access_token: instagram.md 1A.
const LoginError = Type.Object({
  error_type: Text,
  code: Type.Optional(Type.Number()),
  error_message: Type.String(),
})

/** Reads an error answer; one without a usable body has no code and no words. Never throws. */
export function readProblem(response: ConnectorResponse): MetaProblem {
  const { status, json } = response
  const graph = read(GraphError, json)?.error
  if (graph) {
    return problemOf(status, {
      code: graph.code,
      subcode: graph.error_subcode,
      type: graph.type,
      transient: graph.is_transient,
      sentences: [graph.error_user_msg, graph.message, graph.error_user_title],
      data: graph.error_data,
    })
  }
  const upload = read(UploadError, json)?.debug_info
  if (upload) {
    const { type, retriable, message } = upload
    return problemOf(status, { type, transient: retriable, sentences: [message] })
  }
  const login = read(LoginError, json)
  if (login) {
    const { code, error_type: type, error_message: message } = login
    return problemOf(status, { code, type, sentences: [message] })
  }
  return problemOf(status, { sentences: [] })
}

function problemOf(
  status: number,
  said: {
    readonly code?: number | string | undefined
    readonly subcode?: number | string | undefined
    readonly type?: string | undefined
    readonly transient?: boolean | undefined
    readonly sentences: readonly (string | undefined)[]
    readonly data?: unknown
  },
): MetaProblem {
  const code = numberOf(said.code)
  const subcode = numberOf(said.subcode)
  const name = typeof said.code === 'string' && code === null ? said.code : undefined
  const type = name ?? said.type ?? ''
  const sentences = said.sentences.filter((sentence) => sentence !== undefined && sentence !== '')
  const numbers = [code, subcode].filter((number) => number !== null).join('/')
  return {
    status,
    code,
    subcode,
    type,
    transient: said.transient ?? false,
    words: sentences.join('\n').toLowerCase(),
    networkMessage: sentences[0] ?? '',
    networkCode: numbers || type || String(status),
    data: said.data,
  }
}

function numberOf(value: number | string | undefined): number | null {
  if (typeof value === 'number') return value
  return value !== undefined && /^-?[0-9]{1,10}$/.test(value) ? Number(value) : null
}
