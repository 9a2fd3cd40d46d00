import { isProviderFailure, ProviderFailure, read } from '@t21/plugin-kit'
import { APIConnectionError, APIError } from 'openai'
import { kindOf, type Refusal } from './failures.kind.ts'
import { untilOf } from './failures.until.ts'
import { ErrorBody } from './schemas.ts'

/** What the library threw, as T21 understands it. */
export function failureOf(error: unknown): ProviderFailure {
  if (isProviderFailure(error)) return error as ProviderFailure
  if (error instanceof APIConnectionError || !(error instanceof APIError)) {
    // Whatever it is, nobody said anything: no connection, half an answer, no JSON.
    const message = 'OpenRouter did not answer.'
    return new ProviderFailure('transient', { message, cause: error })
  }
  const { status, headers } = error as { status?: number; headers?: Headers }
  return refused({ status, headers, body: read(ErrorBody, error.error) ?? {} })
}

/** What OpenRouter said, as T21 understands it. */
export function refused(answer: {
  readonly status?: number | undefined
  readonly headers?: Headers | undefined
  readonly body: ErrorBody
}): ProviderFailure {
  const refusal = refusalOf(answer.status, answer.body)
  const kind = kindOf(refusal)
  return new ProviderFailure(kind, {
    message: sentenceOf(refusal),
    code: refusal.type ?? String(refusal.status),
    until: untilOf(answer.headers, refusal.metadata, new Date()),
  })
}

/** In a stream, and in an answer that had begun well, the status is in the body alone. */
function refusalOf(
  status: number | undefined,
  { code, message = '', metadata }: ErrorBody,
): Refusal {
  const named = Number(code)
  const type = metadata?.['error_type']
  return {
    status: status ?? (Number.isInteger(named) ? named : 500),
    message,
    metadata: metadata ?? {},
    type: typeof type === 'string' ? type : undefined,
  }
}

function sentenceOf({ status, message }: Refusal): string {
  const words = message.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  return words === '' ? `OpenRouter answered ${status}.` : `OpenRouter: ${words}`
}
