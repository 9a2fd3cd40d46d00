import { authorize, organizationOf, visible, type Principal } from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { notFound } from '../../errors.ts'

/** Where in the library: an organization, and in it perhaps a brand. */
export interface MediaPlace {
  readonly organizationId: string
  readonly brandId: string | null
}

/**
 * The organization that a request is about: the brand's, else the one it names, else the personal one.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN
 */
export async function mediaPlaceOf(
  context: Context,
  principal: Principal,
  action: Action,
  asked: { readonly organizationId?: string | undefined; readonly brandId?: string | undefined },
): Promise<MediaPlace> {
  const { brandId = null } = asked
  const organizationId =
    brandId === null
      ? organizationOf(principal, asked.organizationId)
      : await organizationOfBrand(context, principal, brandId)
  if (asked.organizationId !== undefined && asked.organizationId !== organizationId) {
    throw notFound('Brand')
  }
  authorize(principal, action, 'Media', { organizationId, brandId })
  return { organizationId, brandId }
}

async function organizationOfBrand(
  context: Context,
  principal: Principal,
  brandId: string,
): Promise<string> {
  const [brand] = await read<{ organization_id: string }>(
    context.database,
    principal.organizationIds,
    context.database
      .api('brands')
      .select('organization_id')
      .where('id', brandId)
      .whereRaw(
        ...visible(principal, 'read', 'Brand', {
          organizationId: 'organization_id',
          brandId: 'id',
        }),
      ),
  )
  if (brand === undefined) throw notFound('Brand')
  return brand.organization_id
}
