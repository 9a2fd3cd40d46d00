import type { Principal } from '../../authz/principal.ts'
import { baseUrlOf } from '../../base-url.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { makeSecretToken } from '../auth/secret-tokens.ts'
import { getBrand } from '../brands/brands.service.ts'

/** A calendar address, as it is answered. */
export interface CalendarFeed {
  readonly brandId: string
  readonly createdAt: string
  readonly rotatedAt: string
}

interface Row {
  readonly brand_id: string
  readonly created_at: Date
  readonly rotated_at: Date
}

/**
 * Makes the secret address of a brand's calendar. One that there was does not answer any more.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN
 */
export async function rotateFeed(
  context: Context,
  principal: Principal,
  brandId: string,
): Promise<CalendarFeed & { readonly url: string }> {
  const { organizationId } = await getBrand(context, principal, brandId, 'update')
  const { token, hash } = makeSecretToken('calendar')
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const [row] = await transaction('calendar_feeds')
      .insert({
        organization_id: organizationId,
        brand_id: brandId,
        created_by: principal.userId,
        token_hash: hash,
      })
      .onConflict(['organization_id', 'brand_id'])
      .merge({
        created_by: principal.userId,
        token_hash: hash,
        rotated_at: transaction.raw('clock_timestamp()'),
      })
      .returning<Row[]>('*')
    if (row === undefined) throw new Error('The calendar address was not stored.')
    return { ...present(row), url: `${baseUrlOf(context.config)}/v1/calendar/${token}.ics` }
  })
}

/** @throws ApiError NOT_FOUND where there is none */
export async function getFeed(
  context: Context,
  principal: Principal,
  brandId: string,
): Promise<CalendarFeed> {
  const { organizationId } = await getBrand(context, principal, brandId)
  const [row] = await read<Row>(
    context.database,
    [organizationId],
    context.database
      .api('calendar_feeds')
      .where({ organization_id: organizationId, brand_id: brandId })
      .select('brand_id', 'created_at', 'rotated_at'),
  )
  if (row === undefined) throw notFound('Calendar address')
  return present(row)
}

/** Revokes the address. @throws ApiError NOT_FOUND where there is none; FORBIDDEN */
export async function deleteFeed(
  context: Context,
  principal: Principal,
  brandId: string,
): Promise<void> {
  const { organizationId } = await getBrand(context, principal, brandId, 'update')
  const deleted = await inOrganizations(context.database, [organizationId], (transaction) =>
    transaction('calendar_feeds')
      .where({ organization_id: organizationId, brand_id: brandId })
      .delete(),
  )
  if (deleted === 0) throw notFound('Calendar address')
}

function present({ brand_id, created_at, rotated_at }: Row): CalendarFeed {
  return {
    brandId: brand_id,
    createdAt: created_at.toISOString(),
    rotatedAt: rotated_at.toISOString(),
  }
}
