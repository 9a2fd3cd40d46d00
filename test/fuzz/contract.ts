import { document, schemaOf, type Json } from '../api-document/document.ts'

/** A parameter of an operation, with everything it refers to written out. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Json
}

/** What the document says of a status. */
export interface DocumentedAnswer {
  /** Schemas by media type; none: there is no body. */
  readonly content: ReadonlyMap<string, Json>
  /** Names of the headers that always come, in lower case. */
  readonly headers: readonly string[]
  /** Codes of the catalogue, for errors. */
  readonly codes: readonly string[]
}

/** What an operation promises, read from the document. */
export interface Contract {
  readonly id: string
  readonly tag: string
  readonly method: string
  readonly path: string
  readonly isPublic: boolean
  readonly parameters: readonly Parameter[]
  readonly body: DocumentedBody | undefined
  readonly answers: ReadonlyMap<number, DocumentedAnswer>
}

/** What may be sent. */
export interface DocumentedBody {
  readonly required: boolean
  readonly mediaType: string
  readonly schema: Json
  readonly example: unknown
}

/** The operations in the order of the document. */
export const contracts: readonly Contract[] = Object.entries(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => typeof operation['operationId'] === 'string')
      .map(([method, operation]) => contractOf(path, method, operation)),
)

function contractOf(path: string, method: string, operation: Json): Contract {
  return {
    id: String(operation['operationId']),
    tag: String((operation['tags'] as readonly unknown[])[0]),
    method: method.toUpperCase(),
    path,
    isPublic: ((operation['security'] ?? []) as readonly unknown[]).length === 0,
    parameters: ((operation['parameters'] ?? []) as readonly Json[]).map(schemaOf).map(parameterOf),
    body: bodyOf(operation['requestBody'] as Json | undefined),
    answers: new Map(
      Object.entries(operation['responses'] as Record<string, Json>).map(([status, answer]) => [
        Number(status),
        answerOf(schemaOf(answer)),
      ]),
    ),
  }
}

function parameterOf(parameter: Json): Parameter {
  return {
    name: String(parameter['name']),
    in: parameter['in'] as Parameter['in'],
    required: parameter['required'] === true,
    schema: writtenOut(parameter['schema'] as Json),
  }
}

function bodyOf(body: Json | undefined): DocumentedBody | undefined {
  if (body === undefined) return undefined
  const [first] = Object.entries(schemaOf(body)['content'] as Record<string, Json>)
  if (first === undefined) return undefined
  const [mediaType, media] = first
  const [named] = Object.values((media['examples'] ?? {}) as Record<string, Json>)
  return {
    required: schemaOf(body)['required'] === true,
    mediaType,
    schema: writtenOut(media['schema'] as Json),
    example: media['example'] ?? named?.['value'],
  }
}

function answerOf(answer: Json): DocumentedAnswer {
  const content = Object.entries((answer['content'] ?? {}) as Record<string, Json>)
  const headers = Object.entries((answer['headers'] ?? {}) as Record<string, Json>)
  return {
    content: new Map(
      content.map(([type, media]) => [type, writtenOut((media['schema'] ?? {}) as Json)]),
    ),
    headers: headers
      .filter(([, header]) => schemaOf(header)['required'] === true)
      .map(([name]) => name.toLowerCase()),
    codes: content.flatMap(([, media]) => codesOf((media['examples'] ?? {}) as Json)),
  }
}

function codesOf(examples: Json): string[] {
  return Object.values(examples).flatMap((example) => {
    const { error } = (schemaOf(example as Json)['value'] ?? {}) as { error?: { code?: string } }
    return error?.code === undefined ? [] : [error.code]
  })
}

/** A schema without `$ref`. */
function writtenOut(value: Json): Json {
  return spread(value) as Json
}

function spread(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spread)
  if (typeof value !== 'object' || value === null) return value
  const { $ref, ...beside } = value as Json
  const whole = typeof $ref === 'string' ? { ...schemaOf({ $ref }), ...beside } : beside
  return Object.fromEntries(Object.entries(whole).map(([name, part]) => [name, spread(part)]))
}
