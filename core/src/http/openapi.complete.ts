import { catalogue, sentencesOf, type ErrorCode } from '../errors.ts'
import type { RouteNotes } from './openapi.route.ts'
import { withSharedSchemas } from './openapi.shared.ts'
import { isObject, tidy, type JsonObject } from './openapi.tidy.ts'

/**
 * Adds to the generated document what belongs to every operation: error answers by status with one
 * example for each code, headers, the idempotency key. What many operations share is said once, below
 * `components`: answers by their codes, and schemas by their `title`.
 */
export function completeDocument(
  document: JsonObject,
  notes: ReadonlyMap<string, RouteNotes>,
): JsonObject {
  const paths = Object.entries(document['paths'] as Record<string, JsonObject>)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [
          method,
          complete(operation as JsonObject, notes, isTagged(methods, notes)),
        ]),
      ),
    ])
  const groups = [...notes.values()].flatMap(({ errors }) => [...byStatus(errors)])
  const answers = new Map(groups.map((group) => [nameOf(group[1]), errorResponse(...group)]))
  const codes = new Set(groups.flatMap(([, group]) => group))
  const components = document['components'] as JsonObject
  return withSharedSchemas(
    tidy({
      ...document,
      paths: Object.fromEntries(paths),
      components: {
        ...components,
        responses: Object.fromEntries(sorted(answers)),
        examples: Object.fromEntries([...codes].toSorted().map((code) => [code, exampleOf(code)])),
      },
    }) as JsonObject,
  )
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].toSorted(([one], [other]) => (one < other ? -1 : 1))
}

/** Whether what lies at a path carries an `ETag`: it can be changed there, by the version that was read. */
function isTagged(methods: JsonObject, notes: ReadonlyMap<string, RouteNotes>): boolean {
  return Object.values(methods).some(
    (operation) => notes.get(String((operation as JsonObject)['operationId']))?.versioned === true,
  )
}

function complete(
  operation: JsonObject,
  notes: ReadonlyMap<string, RouteNotes>,
  tagged: boolean,
): JsonObject {
  const note = notes.get(String(operation['operationId']))
  if (note === undefined) throw new Error(`Unknown operation ${String(operation['operationId'])}.`)
  const responses = Object.entries(operation['responses'] as Record<string, JsonObject>)
  const parameters = (operation['parameters'] ?? []) as JsonObject[]
  const added = [
    ...(note.idempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(note.versioned ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ]
  return {
    ...operation,
    ...(note.optionalBody && {
      requestBody: { ...asObject(operation['requestBody']), required: false },
    }),
    ...(parameters.length + added.length > 0 && {
      parameters: [...parameters.map(withoutNeed), ...added],
    }),
    responses: {
      ...Object.fromEntries(
        responses.map(([status, response]) => [
          status,
          {
            ...response,
            description: descriptionOf(status, response),
            headers: {
              ...headersOf(note, tagged && status === '200'),
              ...asObject(response['headers']),
            },
          },
        ]),
      ),
      ...Object.fromEntries(
        [...byStatus(note.errors)].map(([status, codes]) => [
          status,
          { $ref: `#/components/responses/${nameOf(codes)}` },
        ]),
      ),
    },
    ...note.operation,
  }
}

/** What has a default may be left out, whatever the type of the handler's query says. */
function withoutNeed(parameter: JsonObject): JsonObject {
  return 'default' in asObject(parameter['schema']) ? { ...parameter, required: false } : parameter
}

function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  return Map.groupBy(codes, (code) => catalogue[code].status)
}

/** The component that describes the answer with one of these codes. */
function nameOf(codes: readonly ErrorCode[]): string {
  return codes.join('-')
}

function errorResponse(status: number, codes: readonly ErrorCode[]): JsonObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${catalogue[code].meaning}`).join('\n\n'),
    headers: {
      'x-request-id': { $ref: '#/components/headers/RequestId' },
      ...(status === 401 && {
        'www-authenticate': { $ref: '#/components/headers/WwwAuthenticate' },
      }),
      ...((status === 429 || status === 503) && {
        'retry-after': { $ref: '#/components/headers/RetryAfter' },
      }),
    },
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(
          codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
        ),
      },
    },
  }
}

const descriptions: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Taken over; it will be done in a moment.',
  204: 'Done; there is no body.',
  503: 'Requests cannot be served now.',
}

/** The generator calls what has no description of its own a "Default Response". */
function descriptionOf(status: string, response: JsonObject): unknown {
  const { description } = response
  return description === 'Default Response' ? (descriptions[status] ?? description) : description
}

function headersOf({ limited, idempotent }: RouteNotes, tagged: boolean): JsonObject {
  return {
    'x-request-id': { $ref: '#/components/headers/RequestId' },
    ...(limited && {
      'x-ratelimit-limit': { $ref: '#/components/headers/RateLimitLimit' },
      'x-ratelimit-remaining': { $ref: '#/components/headers/RateLimitRemaining' },
      'x-ratelimit-reset': { $ref: '#/components/headers/RateLimitReset' },
    }),
    ...(tagged && { etag: { $ref: '#/components/headers/ETag' } }),
    ...(idempotent && {
      'idempotency-replayed': { $ref: '#/components/headers/IdempotencyReplayed' },
    }),
  }
}

const details: Partial<Record<ErrorCode, unknown>> = {
  VALIDATION_ERROR: [{ field: 'scheduledFor', message: 'Must be a future date.' }],
  PAYLOAD_TOO_LARGE: { maxBytes: 1_048_576 },
}

function exampleOf(code: ErrorCode): JsonObject {
  return {
    summary: catalogue[code].remedy,
    value: {
      error: {
        code,
        message: sentencesOf(code),
        ...(details[code] !== undefined && { details: details[code] }),
      },
      meta: { requestId: 'req_yG3lXv0cQ1mT9bZk', timestamp: '2026-01-11T19:00:00.000Z' },
    },
  }
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}
