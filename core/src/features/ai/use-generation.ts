import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'

/** As much of a prompt as a post remembers. */
const longestPrompt = 5_000

/** What a post says of the AI that wrote it, and by which generation it says it. */
export interface AiFields {
  readonly aiGenerationId?: string | undefined
  readonly aiGenerated?: boolean | undefined
  readonly aiPrompt?: string | null | undefined
  readonly aiModel?: string | null | undefined
}

/**
 * A body with what its generation says in the place of its id: that an AI wrote it, which, and what it was asked.
 *
 * @throws ApiError VALIDATION_ERROR where it says that itself; NOT_FOUND for a generation that came to nothing or is not of
 * the organization of the brand
 */
export async function withGeneration<Body extends AiFields>(
  context: Context,
  principal: Principal,
  brandId: string,
  body: Body,
): Promise<Body> {
  const { aiGenerationId } = body
  if (aiGenerationId === undefined) return body
  for (const field of ['aiGenerated', 'aiPrompt', 'aiModel'] as const) {
    if (body[field] !== undefined) throw invalid(field, 'Give it, or `aiGenerationId`, not both.')
  }
  const [readable, bindings] = visible(principal, 'read', 'Generation', {
    organizationId: 'g.organization_id',
    brandId: 'g.brand_id',
  })
  const { database } = context
  const [row] = await read<{ model: string | null; prompt: string | null }>(
    database,
    principal.organizationIds,
    database.api.raw(
      `select g.model, left(p.prompt, ${longestPrompt}) as prompt from ai_generations g
       join brands b on b.organization_id = g.organization_id and b.id = ?
       left join ai_prompts p on p.organization_id = g.organization_id and p.id = g.id
       where g.id = ? and g.state = 'done' and ${readable}`,
      [brandId, aiGenerationId, ...bindings],
    ),
  )
  if (row === undefined) {
    const { code, message } = notFound('Generation')
    const details = [{ field: 'aiGenerationId', message: 'There is no such generation.' }]
    throw new ApiError(code, message, { details })
  }
  return { ...body, aiGenerated: true, aiPrompt: row.prompt, aiModel: row.model }
}
