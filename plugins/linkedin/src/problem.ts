import type { ConnectorResponse } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'

/** What an error answer of LinkedIn says: linkedin.md 4. */
export interface Problem {
  readonly status: number
  /** True where LinkedIn itself answered, and not a gateway with a page or with nothing. */
  readonly isLinkedIn: boolean
  /** `ACCESS_DENIED`; empty where the answer has none, which LinkedIn allows itself. */
  readonly code: string
  /** Numeric, such as 65600. */
  readonly serviceCode: number | undefined
  /** All the sentences of the answer, in lower case, for looking things up. */
  readonly words: string
  /** The inputs that LinkedIn named, in lower case, as it writes them. */
  readonly inputs: string
  /** LinkedIn's own sentence, for people. */
  readonly networkMessage: string
  /** Status and code, for people: `403 ACCESS_DENIED`. */
  readonly networkCode: string
}

const ProblemBody = Type.Object({
  status: Type.Optional(Type.Number()),
  serviceErrorCode: Type.Optional(Type.Number()),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  errorDetails: Type.Optional(Type.Unknown()),
  // Of the OAuth endpoints.
  error: Type.Optional(Type.String()),
  error_description: Type.Optional(Type.String()),
})

const ErrorDetails = Type.Object({ inputErrors: Type.Array(Type.Unknown()) })

const InputError = Type.Object({
  code: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  input: Type.Optional(Type.Unknown()),
})

/** Reads an error answer; one without a usable body has empty words. */
export function readProblem(response: ConnectorResponse): Problem {
  const body = read(ProblemBody, response.json)
  const entries = read(ErrorDetails, body?.errorDetails)?.inputErrors ?? []
  const inputErrors = entries.flatMap((entry) => read(InputError, entry) ?? [])
  const sentences = [
    body?.message,
    body?.error_description,
    ...inputErrors.map(({ description }) => description),
  ].filter((sentence) => sentence !== undefined && sentence !== '')
  const code = body?.code ?? body?.error ?? inputErrors[0]?.code ?? ''
  const serviceCode = body?.serviceErrorCode
  return {
    status: response.status,
    isLinkedIn: body !== null && (sentences.length > 0 || code !== '' || serviceCode !== undefined),
    code,
    serviceCode,
    words: sentences.join('\n').toLowerCase(),
    inputs: inputErrors
      .map(({ input }) => JSON.stringify(input) ?? '')
      .join('\n')
      .toLowerCase(),
    networkMessage: sentences[0] ?? '',
    networkCode: [response.status, code || serviceCode].filter(Boolean).join(' '),
  }
}
