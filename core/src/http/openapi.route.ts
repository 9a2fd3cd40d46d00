import type { FastifyContextConfig, FastifySchema } from 'fastify'
import { scopeOf } from '../authz/api-key-routes.ts'
import { catalogue, type ErrorCode } from '../errors.ts'
import { withNames } from './openapi.names.ts'
import type { Deprecation } from './deprecation.ts'
import type { JsonObject } from './openapi.tidy.ts'

/** What the document says of a route beyond its schema. */
export interface RouteNotes {
  readonly operationId: string
  readonly errors: readonly ErrorCode[]
  readonly limited: boolean
  readonly idempotent: boolean
  /** Whether a change names the version that it is meant for. */
  readonly versioned: boolean
  readonly optionalBody: boolean
  readonly operation: JsonObject
}

interface DescribedSchema extends FastifySchema {
  readonly operationId?: string
  readonly description?: string
  readonly hide?: boolean
  readonly response?: Readonly<Record<string, unknown>>
}

/**
 * Splits a route's schema into what the generator turns into an operation, and what is added later: the
 * errors, the route's own and those that follow from how it is reached.
 *
 * @throws Error for a route without `operationId`
 */
export function describeRoute(
  schema: FastifySchema | undefined,
  url: string,
  method: string | string[],
  config: FastifyContextConfig = {},
): { schema: FastifySchema; notes?: RouteNotes } {
  const given = (schema ?? {}) as DescribedSchema
  if (given.hide === true || [method].flat().includes('HEAD')) return { schema: { hide: true } }
  if (given.operationId === undefined) {
    throw new Error(`${String(method)} ${url} has no operationId.`)
  }
  const { permission, unlimited = false, idempotent = true, operation = {} } = config
  const { optionalBody = false, deprecated } = config
  const known = permission !== 'public'
  const scope = known ? scopeOf(given.operationId) : undefined
  const keyed = known && idempotent && [method].flat().includes('POST')
  const mayCarryBody = ![method].flat().includes('GET')
  const answers = Object.entries(given.response ?? {})
  const own = answers.flatMap(([, answer]) => codesOf(answer))
  const common: readonly (readonly [boolean, readonly ErrorCode[]])[] = [
    // A body that a route has no use for is looked at too, so that no field is overlooked.
    [mayCarryBody, ['MALFORMED_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']],
    [known, ['UNAUTHORIZED']],
    [Array.isArray(permission), ['FORBIDDEN']],
    [known, [scope === undefined ? 'API_KEY_NOT_ALLOWED' : 'API_KEY_SCOPE_MISSING']],
    [keyed, ['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED']],
    [
      mayCarryBody || [given.querystring, given.params].some((part) => part !== undefined),
      ['VALIDATION_ERROR'],
    ],
    [!unlimited, ['RATE_LIMIT_EXCEEDED']],
    [true, ['INTERNAL_ERROR']],
    [!unlimited, ['SERVICE_UNAVAILABLE']],
  ]
  const added = common.flatMap(([holds, codes]) => (holds ? codes : []))
  return {
    schema: {
      ...given,
      ...(deprecated !== undefined && { deprecated: true }),
      description: [given.description ?? '', ...notesOn(scope, deprecated)].join('\n\n'),
      ...(given.body !== undefined && { body: withNames(given.body) }),
      response: Object.fromEntries(answers.filter(([, answer]) => codesOf(answer).length === 0)),
      security: securityOf(known, scope),
    } as FastifySchema,
    notes: {
      operationId: given.operationId,
      errors: Object.keys(catalogue).filter((code): code is ErrorCode =>
        [...own, ...added].includes(code as ErrorCode),
      ),
      limited: !unlimited,
      idempotent: keyed,
      versioned: ['PATCH', 'PUT'].includes(String(method)) && own.includes('VERSION_CONFLICT'),
      optionalBody,
      operation,
    },
  }
}

/** What is said of an operation below its description. */
function notesOn(scope: string | undefined, deprecated: Deprecation | undefined): string[] {
  return [
    ...(scope === undefined ? [] : [`API keys need the scope \`${scope}\`.`]),
    ...(deprecated === undefined
      ? []
      : [
          `Deprecated since ${deprecated.since}, and there until ${deprecated.sunset} at least: ${deprecated.link}`,
        ]),
  ]
}

/** Every operation of somebody takes a session; a key only where it is listed, and its scope stands beside it. */
function securityOf(known: boolean, scope: string | undefined): object[] {
  if (!known) return []
  return [{ bearer: [] }, ...(scope === undefined ? [] : [{ apiKey: [scope] }])]
}

interface ErrorSchema {
  readonly properties?: {
    readonly error?: { readonly properties?: { readonly code?: { readonly examples?: unknown } } }
  }
}

/** The codes of an answer that was made by `errorOf`. */
function codesOf(answer: unknown): ErrorCode[] {
  const examples = (answer as ErrorSchema).properties?.error?.properties?.code?.examples
  return Array.isArray(examples) ? (examples as ErrorCode[]) : []
}
