import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { consumeQuota, quotaOf, returnQuota } from '../quotas/quotas.service.ts'
import type { CallRecord } from './ask-model.ts'
import type { Task } from './task.ts'

/** Beyond the longest generation: what a process may take to note that it is over. */
const marginSeconds = 30

/** A generation whose credits are taken. */
export interface Reserved {
  readonly id: string
  readonly organizationId: string
  readonly credits: number
}

/** What was used, and what is left of the month. */
export interface CreditsLeft {
  readonly creditsUsed: number
  readonly creditsRemaining: number
}

/** What is stored of a generation that came to its end. */
export interface Outcome {
  readonly creditsUsed: number
  readonly model: string
  readonly tokensUsed: number
  /** What to keep for a while; `null` where nothing is. */
  readonly kept: { readonly userId: string; readonly task: Task; readonly result: object } | null
}

/**
 * Stores a generation and takes its credits, in one transaction: before any model is asked.
 *
 * @throws ApiError QUOTA_EXCEEDED; nothing is stored then
 */
export async function reserveCredits(
  { database, config }: Pick<Context, 'database' | 'config'>,
  owner: { readonly organizationId: string; readonly userId: string },
  { task, brandId, prompt, versions }: Task,
): Promise<Reserved> {
  const { organizationId, userId } = owner
  const credits = versions.length
  const seconds = Math.max(config.aiTimeoutSeconds, config.aiStreamSeconds) + marginSeconds
  return inOrganizations(database, [organizationId], async (transaction) => {
    const [row] = await transaction('ai_generations')
      .insert({
        organization_id: organizationId,
        brand_id: brandId,
        user_id: userId,
        task,
        template: prompt.template,
        credits_reserved: credits,
        reserved_until: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [seconds]),
      })
      .returning<{ id: string }[]>('id')
    if (row === undefined) throw new Error('The generation was not stored.')
    await consumeQuota(transaction, {
      organizationId,
      metric: 'aiCredits',
      subjectId: row.id,
      amount: credits,
    })
    return { id: row.id, organizationId, credits }
  })
}

/**
 * Ends a generation that was written: what was not used comes back. One that the sweep has ended meanwhile stays as the sweep
 * left it, and costs nothing.
 */
export async function settleCredits(
  { database }: Pick<Context, 'database'>,
  reserved: Reserved,
  { creditsUsed, model, tokensUsed, kept }: Outcome,
): Promise<CreditsLeft> {
  const { id, organizationId, credits } = reserved
  return inOrganizations(database, [organizationId], async (transaction) => {
    const isOurs = await end(transaction, reserved, {
      state: 'done',
      credits_used: creditsUsed,
      model,
      tokens_used: tokensUsed,
    })
    if (isOurs && creditsUsed < credits) {
      const amount = credits - creditsUsed
      await returnQuota(transaction, { organizationId, metric: 'aiCredits', subjectId: id, amount })
    }
    if (isOurs && kept !== null) {
      await transaction('ai_prompts').insert({
        id,
        organization_id: organizationId,
        user_id: kept.userId,
        prompt: kept.task.asked,
        input: JSON.stringify(kept.task.input),
        result: JSON.stringify(kept.result),
      })
    }
    const { used, limit } = await quotaOf(transaction, organizationId, 'aiCredits')
    return {
      creditsUsed: isOurs ? creditsUsed : 0,
      creditsRemaining: Math.max(0, limit - used),
    }
  })
}

/** Ends a generation that came to nothing: all credits come back, once. */
export async function giveBackCredits(
  { database }: Pick<Context, 'database'>,
  reserved: Reserved,
  error: string,
): Promise<void> {
  const { id, organizationId } = reserved
  await inOrganizations(database, [organizationId], async (transaction) => {
    const isOurs = await end(transaction, reserved, { state: 'failed', error })
    if (isOurs)
      await returnQuota(transaction, { organizationId, metric: 'aiCredits', subjectId: id })
  })
}

async function end(
  transaction: Knex.Transaction,
  { id, organizationId }: Reserved,
  fields: object,
): Promise<boolean> {
  const count = await transaction('ai_generations')
    .where({ id, organization_id: organizationId, state: 'reserved' })
    .update({ ...fields, settled_at: transaction.raw('clock_timestamp()') })
  return count === 1
}

/** Stores what a call used. */
export async function storeCall(
  { database }: Pick<Context, 'database'>,
  { id, organizationId }: Reserved,
  { model, answer, outcome, milliseconds }: CallRecord,
): Promise<void> {
  await inOrganizations(database, [organizationId], async (transaction) => {
    await transaction('ai_calls').insert({
      organization_id: organizationId,
      generation_id: id,
      model: answer?.model ?? model,
      provider_id: answer?.id ?? null,
      outcome,
      input_tokens: answer?.usage.inputTokens ?? null,
      output_tokens: answer?.usage.outputTokens ?? null,
      cost_micro_usd: answer?.usage.costMicroUsd ?? null,
      milliseconds,
    })
  })
}
