import { authorize, visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import type { BulkInput } from '../posts/post-bulk.service.ts'
import { rowErrorOf } from '../posts/row-error.ts'
import { quotaOf } from '../quotas/quotas.service.ts'
import type { PostImport } from './post-import.model.ts'
import type { ImportQuery } from './post-imports.schemas.ts'

/** A row of a file: the post that it describes, or what is wrong with it. */
export interface ReadRow {
  readonly line: number
  readonly post: BulkInput
}

const mostDetails = 100

/**
 * Stores a file's rows, for a job to work through. They are of one organization: that of `brandId`, or of the first row's
 * brand.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; BULK_REFUSED and QUOTA_EXCEEDED where it is all or nothing and cannot be all
 */
export async function beginImport(
  context: Context,
  principal: Principal,
  rows: readonly ReadRow[],
  { dryRun, mode, brandId }: Pick<ImportQuery, 'dryRun' | 'mode' | 'brandId'>,
): Promise<PostImport> {
  const brands = await brandsOf(context, principal, rows, brandId)
  const organizationId = brands.values().next().value
  if (organizationId === undefined) throw notFound('Brand')
  authorize(principal, 'create', 'Post', { organizationId, brandId: null })
  const stored = rows.map(({ line, post }) => {
    const error =
      post instanceof ApiError ? post : refuseElsewhere(brands.get(post.brandId), organizationId)
    return error === undefined ? { line, body: post } : { line, error: rowErrorOf(error) }
  })
  const wrong = stored.filter((row) => 'error' in row)
  const whole = mode === 'all_or_nothing' && !dryRun
  if (whole && wrong.length > 0) {
    const details = wrong.slice(0, mostDetails).map(({ line, error }) => ({ line, ...error }))
    throw new ApiError('BULK_REFUSED', undefined, { details })
  }
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    if (whole) {
      const { used, limit } = await quotaOf(transaction, organizationId, 'posts')
      if (used + rows.length > limit) {
        const message = `The file has ${rows.length} posts, and the plan has ${limit - used} left.`
        throw new ApiError('QUOTA_EXCEEDED', message, { details: { current: used, limit } })
      }
    }
    const [made] = await transaction<PostImport>('post_imports')
      .insert({
        organization_id: organizationId,
        user_id: principal.userId,
        mode,
        dry_run: dryRun,
        status: dryRun || whole ? 'checking' : 'creating',
      })
      .returning('*')
    if (made === undefined) throw new Error('The import was not stored.')
    await transaction.raw(
      `insert into post_import_rows (organization_id, import_id, line, body, error, status)
       select :organizationId, :importId, line, body, error,
         case when error is null then 'waiting' else 'failed' end
       from jsonb_to_recordset(cast(:rows as jsonb)) as row (line int, body jsonb, error jsonb)`,
      { organizationId, importId: made.id, rows: JSON.stringify(stored) },
    )
    return made
  })
}

/** The organizations of the brands that one may see, those of `brandId` and of the first rows first. */
async function brandsOf(
  context: Context,
  principal: Principal,
  rows: readonly ReadRow[],
  brandId: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const named = rows.flatMap(({ post }) => (post instanceof ApiError ? [] : [post.brandId]))
  const ids = [...new Set(brandId === undefined ? named : [brandId, ...named])]
  const columns = { organizationId: 'organization_id', brandId: 'id' }
  const [seen, bindings] = visible(principal, 'read', 'Brand', columns)
  const found = await read<{ id: string; organization_id: string }>(
    context.database,
    principal.organizationIds,
    context.database.api.raw(
      `select id, organization_id from brands where id = any (cast(? as uuid[])) and ${seen}`,
      [ids, ...bindings],
    ),
  )
  const places = new Map(found.map((brand) => [brand.id, brand.organization_id]))
  if (brandId !== undefined && !places.has(brandId)) throw notFound('Brand')
  return new Map(
    ids.flatMap((id) => {
      const place = places.get(id)
      return place === undefined ? [] : [[id, place] as const]
    }),
  )
}

/** One import is of one organization. What is nobody's that one knows is found out when it is checked. */
function refuseElsewhere(place: string | undefined, organizationId: string): ApiError | undefined {
  if (place === undefined || place === organizationId) return undefined
  return invalid(
    'brandId',
    'A brand of another organization; import its rows with a file of their own.',
  )
}
