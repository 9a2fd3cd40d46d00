import { createHash } from 'node:crypto'
import type { Ai } from '@t21/plugin-kit'
import { membershipIn, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { signatureOf } from '../../crypto/signature.ts'
import { ApiError, notFound } from '../../errors.ts'
import {
  giveBackCredits,
  reserveCredits,
  settleCredits,
  storeCall,
  type CreditsLeft,
  type Reserved,
} from './credits.ts'
import { makeInFlight, type Waiting } from './in-flight.ts'
import { modelsFor } from '../../config.models.ts'
import { answerTo, ModelFailure } from './model-failure.ts'
import { makeModelHealth } from './model-health.ts'
import type { Task } from './task.ts'
import { writeVersions, type Written } from './write-versions.ts'

/** What whoever waits for a streamed generation hears of it. */
export type GenerationEvent =
  /** Its credits are taken, and it is being written. */
  | { readonly kind: 'begun'; readonly id: string }
  /** More of the JSON of the model. */
  | { readonly kind: 'text'; readonly text: string }
  /** What came until now does not count. */
  | { readonly kind: 'restart' }

/** A generation that came to its end. */
export interface Generated {
  readonly id: string
  readonly written: Written
  /** Of all calls, what was read and what was written. */
  readonly tokensUsed: number
  readonly credits: CreditsLeft
}

/** How a generation is wanted. */
export interface GenerationWish {
  readonly principal: Principal
  readonly organizationId: string
  readonly task: Task
  /** Told as it is written; it may take longer then. */
  readonly streamed: boolean
  readonly waiting: Waiting<GenerationEvent>
}

/** What lets AI write in this process. */
export interface Generator {
  /**
   * Takes credits, lets models write, and gives back what was not used. What somebody of the same organization asks for at the
   * same time in the same words is asked and paid for once.
   *
   * @throws ApiError AI_NOT_CONFIGURED, QUOTA_EXCEEDED, AI_UNAVAILABLE, AI_TIMED_OUT, AI_DECLINED, AI_NO_ANSWER
   */
  generate(wish: GenerationWish): Promise<Generated>
}

/** See {@link Generator}. */
export function makeGenerator(context: Context): Generator {
  const { config, log } = context
  const health = makeModelHealth()
  const inFlight = makeInFlight<GenerationEvent, Generated>()

  async function write(
    ai: Ai,
    wish: GenerationWish,
    signal: AbortSignal,
    tell: (event: GenerationEvent) => void,
  ): Promise<Generated> {
    const { principal, organizationId, task, streamed } = wish
    const { userId } = principal
    const membership = membershipIn(principal, organizationId)
    if (membership === undefined) throw notFound('Brand')
    const models = modelsFor(config.aiModels, ai, { task: task.task, tier: membership.tier })
    if (models.length === 0) {
      throw new ApiError('AI_NOT_CONFIGURED', `AI_MODELS names no model for "${task.task}".`)
    }
    const reserved = await reserveCredits(context, { organizationId, userId }, task)
    tell({ kind: 'begun', id: reserved.id })
    const milliseconds = 1_000 * (streamed ? config.aiStreamSeconds : config.aiTimeoutSeconds)
    let tokensUsed = 0
    try {
      const written = await writeVersions(context, task, {
        ai,
        health,
        models,
        milliseconds,
        signal: AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(milliseconds))]),
        caller: signatureOf(config.urlSecret, ['ai', userId]).slice(0, 32),
        live: streamed
          ? {
              text: (text) => tell({ kind: 'text', text }),
              restart: () => tell({ kind: 'restart' }),
            }
          : undefined,
        async onCall(call) {
          tokensUsed += call.answer?.usage.inputTokens ?? 0
          tokensUsed += call.answer?.usage.outputTokens ?? 0
          await storeCall(context, reserved, call).catch((err: unknown) =>
            log.warn({ err, generationId: reserved.id }, 'a call of a model was not stored'),
          )
        },
      })
      signal.throwIfAborted()
      const { versions, model } = written
      const kept = config.aiKeepPrompts ? { userId, task, result: { versions } } : null
      const outcome = { creditsUsed: versions.length, model, tokensUsed, kept }
      const credits = await settleCredits(context, reserved, outcome)
      return { id: reserved.id, written, tokensUsed, credits }
    } catch (error) {
      const answer = apiErrorOf(error, models)
      await giveBack(reserved, answer instanceof ApiError ? answer.code : 'INTERNAL_ERROR')
      throw answer
    }
  }

  async function giveBack(reserved: Reserved, code: string): Promise<void> {
    await giveBackCredits(context, reserved, code).catch((err: unknown) =>
      log.warn({ err, generationId: reserved.id }, 'credits wait for the sweep'),
    )
  }

  function apiErrorOf(error: unknown, models: readonly string[]): unknown {
    if (error instanceof ModelFailure) {
      if (error.kind === 'misconfigured') log.error({ err: error }, 'the AI provider refuses us')
      return answerTo(error, health, models)
    }
    if (error instanceof Error && error.name === 'TimeoutError') {
      return new ApiError('AI_TIMED_OUT', undefined, { cause: error })
    }
    return error
  }

  return {
    async generate(wish) {
      const { ai } = context
      if (ai === null) throw new ApiError('AI_NOT_CONFIGURED')
      const { result, isFirst } = await inFlight.join(
        keyOf(wish),
        (signal, tell) => write(ai, wish, signal, tell),
        wish.waiting,
      )
      if (isFirst) return result
      return { ...result, credits: { ...result.credits, creditsUsed: 0 } }
    },
  }
}

function keyOf({ organizationId, task, streamed }: GenerationWish): string {
  const asked = [organizationId, streamed, task.task, task.brandId, task.input]
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url')
}
