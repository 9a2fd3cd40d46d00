import { isProviderFailure } from '@t21/plugin-kit'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { ApiError, invalid, type ErrorCode, type ErrorDetail } from '../errors.ts'
import { describeErrors, type SchemaError } from '../schema-errors.ts'

/** Answers every error in the envelope of the specification. Nothing internal leaks into it. */
export function handleError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const known = toApiError(error, request)
  if (known.status >= 500) note(known, error, request)
  // RFC 9110, 15.5.2: a 401 says how to authenticate.
  if (known.status === 401) void reply.header('www-authenticate', 'Bearer')
  void reply.code(known.status).headers(known.headers).send(errorBody(known, request.id))
}

/** What T21 refuses by itself is no fault to look for, and comes in floods: a line, without the stack. */
function note(known: ApiError, error: FastifyError, request: FastifyRequest): void {
  if (known === error && known.cause === undefined) {
    request.log.warn({ code: known.code, reason: known.message }, 'request refused')
  } else request.log.error({ err: error }, 'request failed')
}

/** The body of an error answer. */
export function errorBody(error: ApiError, requestId: string): unknown {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.details === undefined ? {} : { details: error.details }),
    },
    meta: { requestId, timestamp: new Date().toISOString() },
  }
}

const codesOfFastify: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_REQ_FILE_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_REQUEST',
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_REQUEST',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_REQUEST',
  FST_ERR_BAD_URL: 'MALFORMED_REQUEST',
}

/** Where more can be said than the catalogue does. */
const messages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON. Send one JSON object, in UTF-8.',
  FST_ERR_BAD_URL: 'The address cannot be parsed. Write special characters as %XX, in UTF-8.',
}

/** Texts that no schema refuses and PostgreSQL cannot keep: the NUL character, half a surrogate pair. */
const unstorable = /^(22021|22P05)$/

/** Errors of the connection to the database, as opposed to those of a statement. */
const unreachable = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|57P0[1-3]|08\d{3}|53300)$/

function toApiError(thrown: FastifyError, request: FastifyRequest): ApiError {
  if (thrown instanceof ApiError) return thrown
  // Objection wraps what the driver says, and keeps its code inside.
  const error = (thrown as { nativeError?: FastifyError }).nativeError ?? thrown
  if (error.validation !== undefined) {
    return new ApiError('VALIDATION_ERROR', 'Invalid request data', {
      details: describe(error.validation, error.validationContext),
    })
  }
  const code = codesOfFastify[error.code]
  if (code === 'PAYLOAD_TOO_LARGE') {
    const maxBytes =
      error.code === 'FST_REQ_FILE_TOO_LARGE'
        ? request.server.context.config.mediaMaxBytes
        : request.routeOptions.bodyLimit
    return new ApiError(code, undefined, { details: { maxBytes }, cause: error })
  }
  if (code !== undefined) return new ApiError(code, messages[error.code], { cause: error })
  if (unstorable.test(error.code ?? '')) {
    return invalid(
      'request',
      'A text holds a character that cannot be stored, such as NUL; remove it.',
    )
  }
  if (unreachable.test(error.code ?? '') || isLostConnection(error)) {
    return new ApiError('SERVICE_UNAVAILABLE', undefined, { cause: error })
  }
  // Nothing of the request is wrong: a part that T21 uses is away, or its settings are wrong.
  if (isProviderFailure(error)) {
    return new ApiError('SERVICE_UNAVAILABLE', undefined, { cause: error })
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new ApiError('MALFORMED_REQUEST', error.message, { cause: error })
  }
  return new ApiError('INTERNAL_ERROR', undefined, { cause: error })
}

function isLostConnection(error: Error): boolean {
  return /Connection terminated|timeout exceeded when trying to connect|timeout expired|acquiring a connection/.test(
    error.message,
  )
}

function describe(errors: readonly SchemaError[], context: string | undefined): ErrorDetail[] {
  return describeErrors(errors).map(({ field, message }) => ({
    field: field === '' ? (context ?? 'body') : field,
    message,
  }))
}
