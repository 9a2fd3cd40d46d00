import type { Knex } from 'knex'
import { authorize, organizationOf, visible, type Principal } from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import { baseUrlOf } from '../../base-url.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { invalid, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { consumeQuota } from '../quotas/quotas.service.ts'
import { Brand } from './brand.model.ts'
import type { CreateBrandBody, UpdateBrandBody } from './brands.schemas.ts'
import { requireTimezone } from './timezone.ts'

/** Where the rules find what they speak of in the table of brands. */
const brandColumns = { organizationId: 'organization_id', brandId: 'id' }

/** The brands of an organization, newest first: one more than `limit`, so that the page knows of a next one. */
export async function listBrands(
  context: Context,
  principal: Principal,
  input: { readonly organizationId?: string; readonly limit: number; readonly cursor?: string },
): Promise<Brand[]> {
  const organizationId = organizationOf(principal, input.organizationId)
  authorize(principal, 'read', 'Brand', { organizationId, brandId: null })
  const query = Brand.query(context.database.api)
    .where('organization_id', organizationId)
    .whereRaw(...visible(principal, 'read', 'Brand', brandColumns))
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    const list = brandList(principal, input)
    void query.where('id', '<', decodeCursor(context.config.urlSecret, list, input.cursor))
  }
  const rows = await read<object>(context.database, [organizationId], query.toKnexQuery())
  return rows.map((row) => Brand.fromDatabaseJson(row))
}

/** The name of the list in its cursors. */
export function brandList(
  principal: Principal,
  input: { readonly organizationId?: string },
): string {
  return `brands:${organizationOf(principal, input.organizationId)}`
}

/** @throws ApiError NOT_FOUND, for somebody else's too; FORBIDDEN where the role does not suffice */
export async function getBrand(
  context: Context,
  principal: Principal,
  id: string,
  action: Action = 'read',
): Promise<Brand> {
  const query = Brand.query(context.database.api)
    .where('id', id)
    .whereRaw(...visible(principal, 'read', 'Brand', brandColumns))
  const [row] = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  if (row === undefined) throw notFound('Brand')
  const brand = Brand.fromDatabaseJson(row)
  authorize(principal, action, 'Brand', placeOf(brand))
  return brand
}

/**
 * Makes a brand and counts it, or neither.
 *
 * @throws ApiError QUOTA_EXCEEDED, VALIDATION_ERROR
 */
export async function createBrand(
  context: Context,
  principal: Principal,
  { organizationId: asked, ...fields }: CreateBrandBody,
): Promise<Brand> {
  const organizationId = organizationOf(principal, asked)
  authorize(principal, 'create', 'Brand', { organizationId, brandId: null })
  const stored = storedFields(context, fields)
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const brand = await Brand.query(transaction)
      .insert({ ...stored, organizationId, createdBy: principal.userId })
      .returning('*')
    await consumeQuota(transaction, { organizationId, metric: 'brands', subjectId: brand.id })
    return brand
  })
}

/**
 * Changes a brand that nobody has changed since it was read.
 *
 * @throws ApiError NOT_FOUND, VERSION_CONFLICT with the present version, VALIDATION_ERROR
 */
export async function updateBrand(
  context: Context,
  principal: Principal,
  id: string,
  { version, ...fields }: Omit<UpdateBrandBody, 'version'> & { readonly version: number },
): Promise<Brand> {
  const stored = storedFields(context, fields)
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const brand = await lockBrand(transaction, principal, id, 'update')
    requireVersion(brand, version)
    return Brand.query(transaction)
      .where({ id, organization_id: brand.organizationId })
      .patch({ ...stored, version: version + 1 })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}

/** Locks a brand for the rest of the transaction. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function lockBrand(
  transaction: Knex.Transaction,
  principal: Principal,
  id: string,
  action: Action,
): Promise<Brand> {
  const brand = await Brand.query(transaction)
    .where('id', id)
    .whereRaw(...visible(principal, 'read', 'Brand', brandColumns))
    .forUpdate()
    .first()
  if (brand === undefined) throw notFound('Brand')
  authorize(principal, action, 'Brand', placeOf(brand))
  return brand
}

/**
 * What is stored of a body: hashtags without their sign, and one logo.
 *
 * @throws ApiError VALIDATION_ERROR
 */
function storedFields<Fields extends Omit<UpdateBrandBody, 'version'>>(
  { config }: Context,
  fields: Fields,
): Fields & { defaultHashtags?: string[]; logoMediaId?: null } {
  const { timezone, logoUrl, defaultHashtags } = fields
  if (timezone !== undefined) requireTimezone(timezone)
  // What was read is an address that ends; it would be kept in the place of the picture.
  if (logoUrl?.startsWith(`${baseUrlOf(config)}/v1/media/`) === true) {
    throw invalid('logoUrl', 'For a picture of the library, use `PUT /v1/brands/:id/logo`.')
  }
  return {
    ...fields,
    ...(logoUrl !== undefined && { logoMediaId: null }),
    ...(defaultHashtags !== undefined && {
      defaultHashtags: [...new Set(defaultHashtags.map((tag) => tag.replace(/^#/, '')))],
    }),
  }
}

/** The place of a brand is itself: members may be limited to some. */
function placeOf({ id, organizationId }: Brand): { organizationId: string; brandId: string } {
  return { organizationId, brandId: id }
}
