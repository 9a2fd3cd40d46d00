import type { Knex } from 'knex'
import type { Role } from '../../authz/vocabulary.ts'
import { invalid } from '../../errors.ts'

/** Which brands a member works for; `null` for all. */
export type BrandLimit = readonly string[] | null

/**
 * Refuses a limit that cannot be one: owners and admins see everything, and a brand has to be there.
 *
 * @throws ApiError VALIDATION_ERROR that names `brandIds`
 */
export async function requireLimit(
  transaction: Knex.Transaction,
  { organizationId, role, brandIds }: { organizationId: string; role: Role; brandIds: BrandLimit },
): Promise<void> {
  if (brandIds === null) return
  if (role === 'OWNER' || role === 'ADMIN') {
    throw invalid('brandIds', `An ${role} works for all brands; leave it out, or send null.`)
  }
  const known = await transaction('brands')
    .where({ organization_id: organizationId })
    .whereRaw('id = any (?::uuid[])', [[...brandIds]])
    .pluck<string[]>('id')
  const missing = brandIds.findIndex((id) => !known.includes(id))
  if (missing === -1) return
  throw invalid(`brandIds[${missing}]`, 'There is no such brand in this organization.')
}
