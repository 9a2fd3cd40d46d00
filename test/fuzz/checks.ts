import { catalogue } from '../../core/src/errors.ts'
import { document, type Json } from '../api-document/document.ts'
import type { Contract, DocumentedAnswer } from './contract.ts'
import type { Sendable } from './sendable.ts'
import type { Sent } from './stage.ts'
import { checkOf } from './schema-check.ts'
import type { Verdict } from './verdict.ts'

/** One thing that is not as the document says. */
export interface Mismatch {
  /** What kind of thing, so that the same one is counted and not told again. */
  readonly check: string
  readonly sentence: string
}

/** Everything that an answer does not keep of what the document promises; the names are Schemathesis'. */
export function mismatchesOf(
  contract: Contract,
  request: Sendable,
  verdict: Verdict,
  answer: Sent,
): Mismatch[] {
  const { status } = answer
  if (status >= 500 && !isNetworksFault(answer)) {
    return [
      {
        check: 'not_a_server_error',
        sentence: `is answered ${status}: ${answer.cause ?? answer.text}`,
      },
    ]
  }
  if (request.rule === 'no method') return wrongMethod(answer)
  const ofOperation = request.rule !== 'elsewhere' || contract.answers.has(status)
  const documented = ofOperation ? contract.answers.get(status) : generalAnswer
  if (documented === undefined) {
    return [
      {
        check: 'status_code_conformance',
        sentence: `is answered ${status}, which is not documented`,
      },
    ]
  }
  return [
    ...wrongHeaders(documented, answer),
    ...wrongContent(documented, answer),
    ...wrongError(documented, answer, ofOperation),
    ...wrongOutcome(request, verdict, answer),
  ]
}

/** What stands behind us and does not answer is no fault of the server, and documented. */
function isNetworksFault({ status, text }: Sent): boolean {
  return status === 502 && text.includes('"NETWORK_UNAVAILABLE"')
}

const errorSchema = (document as unknown as { components: { schemas: { Error: Json } } }).components
  .schemas.Error

/** What an address that belongs to no operation is answered. */
const generalAnswer: DocumentedAnswer = {
  content: new Map([['application/json', errorSchema]]),
  headers: ['x-request-id'],
  codes: [],
}

function wrongMethod(answer: Sent): Mismatch[] {
  const problems = [
    ...wrongContent(generalAnswer, answer),
    ...wrongError(generalAnswer, answer, false),
    ...wrongHeaders(generalAnswer, answer),
  ]
  if (answer.status !== 405 || typeof answer.headers['allow'] !== 'string') {
    const sentence = `is answered ${answer.status} without \`Allow\`, though the method is not documented`
    problems.push({ check: 'unsupported_method', sentence })
  }
  return problems
}

function wrongHeaders({ headers }: DocumentedAnswer, answer: Sent): Mismatch[] {
  return headers
    .filter((name) => answer.headers[name] === undefined)
    .map((name) => ({
      check: 'response_headers_conformance',
      sentence: `lacks the header ${name} in its answer ${answer.status}`,
    }))
}

function wrongContent({ content }: DocumentedAnswer, { headers, text, status }: Sent): Mismatch[] {
  const type = headers['content-type']?.split(';', 1)[0] ?? ''
  if (content.size === 0) {
    if (text === '') return []
    return [
      {
        check: 'response_schema_conformance',
        sentence: `has a body with ${status}, which has none`,
      },
    ]
  }
  const schema = content.get(type)
  if (schema === undefined) {
    return [
      {
        check: 'content_type_conformance',
        sentence: `answers ${status} as "${type}"; documented is ${[...content.keys()].join(', ')}`,
      },
    ]
  }
  if (type !== 'application/json') return []
  return checkOf(schema, { closed: true })(parsed(text)).map((problem) => ({
    check: 'response_schema_conformance',
    sentence: `answers ${status} with another body than documented: ${problem}`,
  }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function wrongError({ codes }: DocumentedAnswer, answer: Sent, known: boolean): Mismatch[] {
  const { status, headers, text } = answer
  if (status < 400 || !String(headers['content-type']).startsWith('application/json')) return []
  const { error, meta } = (parsed(text) ?? {}) as {
    error?: { code?: string }
    meta?: { requestId?: string }
  }
  const code = error?.code ?? ''
  const sentences: string[] = []
  const entry = catalogue[code as keyof typeof catalogue] as { status: number } | undefined
  if (entry === undefined) sentences.push(`answers the code "${code}", which the catalogue has not`)
  else if (entry.status !== status) sentences.push(`answers ${code} with ${status}`)
  if (known && !codes.includes(code)) sentences.push(`answers ${code}, which is not documented`)
  if (meta?.requestId !== headers['x-request-id']) {
    sentences.push('names another request in `meta.requestId` than in `x-request-id`')
  }
  return sentences.map((sentence) => ({ check: 'error_conformance', sentence }))
}

function wrongOutcome(request: Sendable, verdict: Verdict, answer: Sent): Mismatch[] {
  const { status, handled } = answer
  if (request.rule === 'unauthorized' && status !== 401) {
    const sentence = `is answered ${status} instead of 401 without credentials`
    return [{ check: 'ignored_auth', sentence }]
  }
  const refused = request.rule === 'refused' || verdict.is === 'wrong'
  if (refused && status < 400) {
    const why = verdict.reasons.join('; ') || request.kind
    return [{ check: 'negative_data_rejection', sentence: `is answered ${status}, though ${why}` }]
  }
  if (verdict.is === 'right' && request.rule === undefined && bySchema(answer) && !handled) {
    const sentence = `is answered ${status} though the document allows it: ${answer.text.slice(0, 300)}`
    return [{ check: 'positive_data_acceptance', sentence }]
  }
  return []
}

function bySchema({ text }: Sent): boolean {
  return /"code":"(?:VALIDATION_ERROR|MALFORMED_REQUEST|UNSUPPORTED_MEDIA_TYPE)"/.test(text)
}
