import type { Static } from 'typebox'
import type { GenerationRow } from './generation.ts'
import type { GenerationView } from './generations.schemas.ts'

/** A generation as it is answered. */
export function presentGeneration(row: GenerationRow): Static<typeof GenerationView> {
  const versions = row.result?.versions.map((version) => ({
    ...version,
    hashtags: [...version.hashtags],
    notices: [...version.notices],
  }))
  return {
    id: row.id,
    organizationId: row.organization_id,
    brandId: row.brand_id,
    userId: row.user_id,
    task: row.task,
    state: row.state,
    creditsUsed: row.credits_used,
    model: row.model,
    tokensUsed: row.tokens_used,
    error: row.error,
    prompt: row.prompt,
    versions: versions ?? null,
    createdAt: row.created_at.toISOString(),
  }
}
