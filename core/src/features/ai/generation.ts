import { organizationOf, visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { getBrand } from '../brands/brands.service.ts'
import type { GenerationsQuery } from './generations.schemas.ts'
import type { AiTask } from '../../config.models.ts'
import type { WrittenVersion } from './write-versions.ts'

/** A generation as the database has it, with what is kept of it. */
export interface GenerationRow {
  readonly id: string
  readonly organization_id: string
  readonly brand_id: string
  readonly user_id: string | null
  readonly task: AiTask
  readonly template: string
  readonly state: 'reserved' | 'done' | 'failed' | 'returned'
  readonly credits_used: number
  readonly model: string | null
  readonly tokens_used: number | null
  readonly error: string | null
  readonly created_at: Date
  readonly prompt: string | null
  readonly result: { readonly versions: readonly WrittenVersion[] } | null
}

const place = { organizationId: 'g.organization_id', brandId: 'g.brand_id' }

/** What belongs to no brand any more is not shown: whose it was is not known. */
const select = `select g.*, p.prompt, p.result from ai_generations g
  left join ai_prompts p on p.organization_id = g.organization_id and p.id = g.id
  where g.brand_id is not null and `

/** The generations of an organization or a brand, newest first: one more than `limit`. @throws ApiError NOT_FOUND, INVALID_CURSOR */
export async function listGenerations(
  context: Context,
  principal: Principal,
  query: GenerationsQuery,
): Promise<GenerationRow[]> {
  const { brandId = null } = query
  const organizationId = await organizationOfList(context, principal, query)
  const [readable, bindings] = visible(principal, 'read', 'Generation', place)
  const { cursor } = query
  const list = generationList(principal, query)
  const before = cursor === undefined ? [] : [decodeCursor(context.config.urlSecret, list, cursor)]
  return read<GenerationRow>(
    context.database,
    [organizationId],
    context.database.api.raw(
      `${select} g.organization_id = ? and ${readable} ${brandId === null ? '' : 'and g.brand_id = ?'}
       ${before.length === 0 ? '' : 'and g.id < cast(? as uuid)'} order by g.id desc limit ?`,
      [
        organizationId,
        ...bindings,
        ...(brandId === null ? [] : [brandId]),
        ...before,
        query.limit + 1,
      ],
    ),
  )
}

async function organizationOfList(
  context: Context,
  principal: Principal,
  asked: GenerationsQuery,
): Promise<string> {
  if (asked.brandId === undefined) return organizationOf(principal, asked.organizationId)
  const { organizationId } = await getBrand(context, principal, asked.brandId)
  if ((asked.organizationId ?? organizationId) !== organizationId) throw notFound('Brand')
  return organizationId
}

/** The name of the list in its cursors. */
export function generationList(
  principal: Principal,
  { organizationId, brandId }: Pick<GenerationsQuery, 'organizationId' | 'brandId'>,
): string {
  return `generations:${brandId ?? organizationOf(principal, organizationId)}`
}

/** @throws ApiError NOT_FOUND, for somebody else's too */
export async function getGeneration(
  context: Context,
  principal: Principal,
  id: string,
): Promise<GenerationRow> {
  const [readable, bindings] = visible(principal, 'read', 'Generation', place)
  const [row] = await read<GenerationRow>(
    context.database,
    principal.organizationIds,
    context.database.api.raw(`${select} g.id = ? and ${readable}`, [id, ...bindings]),
  )
  if (row === undefined) throw notFound('Generation')
  return row
}
