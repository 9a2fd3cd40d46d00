import type { FastifyBaseLogger } from 'fastify'
import { Type, type Static } from 'typebox'
import { ApiError, catalogue } from '../../errors.ts'
import { nullable } from './post-fields.schemas.ts'

/** Why one of several posts was refused. */
export const RowError = Type.Object(
  {
    code: Type.String({ description: 'See `docs/errors.md`.' }),
    message: Type.String(),
    field: nullable(Type.String({ description: 'The field of the post that is meant.' })),
    remedy: Type.String({ description: 'What to do.' }),
    details: Type.Optional(Type.Unknown()),
  },
  { description: 'As the error of a single post would be.' },
)

/** See {@link RowError}. */
export type RowError = Static<typeof RowError>

/** What the error of a single post says, as part of an answer about several. */
export function rowErrorOf(error: ApiError): RowError {
  const { code, message, details } = error
  const [first] = Array.isArray(details) ? (details as FieldDetail[]) : []
  return {
    code,
    message,
    field: first?.field ?? null,
    remedy: first?.remedy ?? remedyOf(first, code),
    ...(details !== undefined && { details }),
  }
}

interface FieldDetail {
  readonly field?: string
  readonly message?: string
  readonly remedy?: string
}

/** What is wrong with a field says by itself what to do. */
function remedyOf(detail: FieldDetail | undefined, code: ApiError['code']): string {
  const { remedy } = catalogue[code]
  return code === 'VALIDATION_ERROR' ? (detail?.message ?? remedy) : remedy
}

/**
 * The error of a row whatever was thrown: one that nobody foresaw must not hide what became of the other
 * rows.
 */
export function asApiError(error: unknown, log: Pick<FastifyBaseLogger, 'error'>): ApiError {
  if (error instanceof ApiError) return error
  log.error({ err: error }, 'one of several posts failed')
  return new ApiError('INTERNAL_ERROR', undefined, { cause: error })
}
