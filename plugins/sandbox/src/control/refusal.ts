import type { FastifyInstance } from 'fastify'

/** A request to the sandbox itself that it does not follow; nothing was changed. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined

  constructor(
    message: string,
    { status = 422, code = 'INVALID_REQUEST', field }: Partial<Omit<Refusal, keyof Error>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
  }
}

/** Answers every error of the sandbox's own routes in one shape. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    const { status, code, message, details } = describe(error)
    return reply.code(status).send({ error: { code, message, details } })
  })
}

interface Description {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details: readonly { readonly field: string; readonly message: string }[]
}

function describe(error: unknown): Description {
  if (error instanceof Refusal) {
    const { status, code, message, field } = error
    return { status, code, message, details: field === undefined ? [] : [{ field, message }] }
  }
  if (!(error instanceof Error)) {
    return { status: 500, code: 'SANDBOX_FAILED', message: String(error), details: [] }
  }
  if ('validation' in error && Array.isArray(error.validation)) {
    const details = error.validation.map(describeViolation)
    const message = details.map((detail) => `${detail.field} ${detail.message}`).join('; ')
    return { status: 422, code: 'INVALID_REQUEST', message: `${message}.`, details }
  }
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 415) {
    const message = 'Send the body as JSON, with the header "content-type: application/json".'
    return { status, code: 'UNSUPPORTED_MEDIA_TYPE', message, details: [] }
  }
  const code = status < 500 ? 'INVALID_REQUEST' : 'SANDBOX_FAILED'
  return { status, code, message: error.message, details: [] }
}

/** The part of ajv's error objects that is told. */
interface Violation {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

function describeViolation(violation: Violation): { field: string; message: string } {
  const { instancePath, keyword, params, message = 'is not valid' } = violation
  const field = instancePath.slice(1).replaceAll('/', '.')
  if (keyword === 'required') {
    return { field: String(params['missingProperty']), message: 'is missing' }
  }
  if (keyword === 'additionalProperties') {
    return { field: String(params['additionalProperty']), message: 'is not known here' }
  }
  return { field: field === '' ? 'body' : field, message }
}
