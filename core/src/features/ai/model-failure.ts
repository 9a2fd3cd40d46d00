import { isProviderFailure } from '@t21/plugin-kit'
import { ApiError } from '../../errors.ts'
import type { ModelHealth } from './model-health.ts'

/**
 * Why a model gave nothing: `unavailable` now, `declined` by it or a filter, `unusable` what it wrote, `misconfigured` by the
 * operator.
 */
type ModelFailureKind = 'unavailable' | 'declined' | 'unusable' | 'misconfigured'

/** A model gave nothing that can be used. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly kind: ModelFailureKind

  constructor(kind: ModelFailureKind, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.kind = kind
  }
}

/** What an error of a call says of the model. @throws the error itself, where it is a mistake of ours */
export function failureOf(error: unknown, ownTime: AbortSignal): ModelFailure {
  if (error instanceof ModelFailure) return error
  if (ownTime.aborted && error === ownTime.reason) {
    return new ModelFailure('unavailable', 'It took too long.', { cause: error })
  }
  if (!isProviderFailure(error)) throw error
  const kinds = {
    declined: 'declined',
    refused: 'unusable',
    absent: 'unavailable',
    rate_limited: 'unavailable',
    misconfigured: 'misconfigured',
    transient: 'unavailable',
  } as const
  return new ModelFailure(kinds[error.kind], error.message, { cause: error })
}

/** What the caller hears of it. */
export function answerTo(
  failure: ModelFailure,
  health: ModelHealth,
  models: readonly string[],
): ApiError {
  if (failure.kind === 'declined') return new ApiError('AI_DECLINED', undefined, { cause: failure })
  if (failure.kind === 'unusable')
    return new ApiError('AI_NO_ANSWER', undefined, { cause: failure })
  const seconds = health.secondsUntilAny(models)
  return new ApiError('AI_UNAVAILABLE', undefined, {
    headers: { 'retry-after': String(seconds) },
    cause: failure,
  })
}
