import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid } from '../../errors.ts'
import { requireVersion } from '../../http/version.ts'
import type { Brand } from '../brands/brand.model.ts'
import { getBrand, lockBrand } from '../brands/brands.service.ts'
import type { QueueSlot } from './queue-moments.ts'
import { Queue } from './queue.model.ts'
import type { QueueView } from './queue.schemas.ts'

/** What a brand has before anybody has said anything. */
const firstVersion = 1

/** The slots of a brand. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function getQueue(
  context: Context,
  principal: Principal,
  brandId: string,
): Promise<QueueView> {
  const brand = await getBrand(context, principal, brandId)
  const query = Queue.query(context.database.api).where(keyOf(brand))
  const [row] = await read<object>(context.database, [brand.organizationId], query.toKnexQuery())
  return present(brand, row && Queue.fromDatabaseJson(row))
}

/**
 * Says the slots of a brand anew. What is queued already stays where it is.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, PLATFORM_UNAVAILABLE, VALIDATION_ERROR for a slot that is there
 * twice
 */
export async function putQueue(
  context: Context,
  principal: Principal,
  brandId: string,
  { version, slots }: { readonly version: number; readonly slots: readonly QueueSlot[] },
): Promise<QueueView> {
  await getBrand(context, principal, brandId, 'update')
  requireDistinct(slots)
  requirePlatforms(context, slots)
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const brand = await lockBrand(transaction, principal, brandId, 'update')
    const stored = await Queue.query(transaction).findOne(keyOf(brand))
    const current = stored?.version ?? firstVersion
    requireVersion({ version: current }, version)
    const { organizationId } = brand
    const queue = await Queue.query(transaction)
      .insert({ organizationId, brandId, slots: [...slots], version: version + 1 })
      .onConflict('brand_id')
      .merge(['slots', 'version'])
      .returning('*')
    return present(brand, queue)
  })
}

function keyOf({ id, organizationId }: Brand): { brand_id: string; organization_id: string } {
  return { brand_id: id, organization_id: organizationId }
}

function present({ id, timezone }: Brand, queue: Queue | undefined): QueueView {
  const slots = (queue?.slots ?? []).map(({ platforms, ...slot }) => ({
    ...slot,
    ...(platforms !== undefined && { platforms: [...platforms] }),
  }))
  return { brandId: id, timezone, slots, version: queue?.version ?? firstVersion }
}

/** One moment holds one post. */
function requireDistinct(slots: readonly QueueSlot[]): void {
  const seen = new Set<string>()
  for (const [index, { weekday, time }] of slots.entries()) {
    const moment = `${weekday} ${time}`
    if (seen.has(moment)) {
      throw invalid(`slots[${index}]`, `${moment} is there twice; a slot holds one post a week.`)
    }
    seen.add(moment)
  }
}

function requirePlatforms({ plugins }: Context, slots: readonly QueueSlot[]): void {
  for (const [index, { platforms = [] }] of slots.entries()) {
    const unknown = platforms.findIndex((platform) => !plugins.connectors.has(platform))
    if (unknown === -1) continue
    const message = `No connector for ${platforms[unknown] ?? ''} is installed.`
    throw new ApiError('PLATFORM_UNAVAILABLE', message, {
      details: [{ field: `slots[${index}].platforms[${unknown}]`, message }],
    })
  }
}
