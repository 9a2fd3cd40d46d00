import type { Contract, Parameter } from './contract.ts'
import type { Sendable } from './sendable.ts'
import { checkOf } from './schema-check.ts'

/**
 * What the document says of a request, before anybody answers it: `right`, `wrong` with the reasons, or `unsure`, where the
 * document is silent, such as of texts with U+0000, and of fields of a query that it does not name.
 */
export interface Verdict {
  readonly is: 'right' | 'wrong' | 'unsure'
  readonly reasons: readonly string[]
}

/** See {@link Verdict}. */
export function verdictOn(contract: Contract, request: Sendable): Verdict {
  const reasons = [
    ...contract.parameters.flatMap((parameter) => wrongAbout(parameter, request)),
    ...wrongAboutBody(contract, request),
  ]
  if (reasons.some((reason) => reason !== unsure)) {
    return { is: 'wrong', reasons: reasons.filter((reason) => reason !== unsure) }
  }
  return { is: reasons.length > 0 || request.rule === 'odd' ? 'unsure' : 'right', reasons: [] }
}

const unsure = Symbol('unsure') as unknown as string

/** What is answered row by row, in an answer of 200 too: a row that does not fit is refused by itself. */
const byRow: Readonly<Record<string, RegExp>> = { createPosts: /^\/posts\/\d/ }

function wrongAboutBody({ id, body }: Contract, { json, bytes }: Sendable): readonly string[] {
  if (bytes !== undefined) return [unsure]
  if (body === undefined) return json === undefined ? [] : [unsure]
  if (json === undefined) return body.required ? ['the body is missing'] : []
  if (body.mediaType !== 'application/json') return [unsure]
  const wrong = checkOf(body.schema)(json)
    .filter((reason) => byRow[id]?.test(reason) !== true)
    .map((reason) => `body: ${reason}`)
  return wrong.length === 0 && !isPlainText(json) ? [unsure] : wrong
}

function wrongAbout(parameter: Parameter, request: Sendable): readonly string[] {
  const { name, schema, required } = parameter
  const texts = textsOf(parameter, request)
  const [first] = texts
  if (first === undefined) return required ? [`${name} is missing`] : []
  const isList = [schema['type']].flat().includes('array')
  // Which of several is meant, the document does not say.
  if (texts.length > 1 && !isList) return [unsure]
  const value = isList ? texts : readAs(schema['type'], first)
  if (value === undefined) return [unsure]
  const wrong = checkOf(schema)(value)
  if (wrong.length > 0) return [`${name}: ${wrong.join(', ')}`]
  return isPlainText(value) ? [] : [unsure]
}

function textsOf({ name, in: place }: Parameter, request: Sendable): readonly string[] {
  if (place === 'query')
    return request.query.filter(([each]) => each === name).map(([, text]) => text)
  const all = place === 'path' ? request.inPath : request.headers
  const text = all[place === 'path' ? name : name.toLowerCase()]
  return text === undefined ? [] : [text]
}

/** What a text of an address stands for; `undefined` where readers differ. */
function readAs(type: unknown, text: string): unknown {
  if (type === 'integer' || type === 'number') {
    if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,5})?$/.test(text)) return Number(text)
    return text.trim() === '' || !Number.isNaN(Number(text)) || text === 'null' ? undefined : text
  }
  if (type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true'
    return ['', '0', '1', 'null'].includes(text) ? undefined : text
  }
  return text
}

/** Whether every text can be stored: JSON can carry some that cannot, and the document does not speak of them. */
function isPlainText(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000')
  if (typeof value !== 'object' || value === null) return true
  if (depth > 40) return false
  return Object.entries(value).every(
    ([name, part]) => isPlainText(name) && isPlainText(part, depth + 1),
  )
}
