import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { invalid, notFound } from '../../errors.ts'
import { Media } from '../media/media.model.ts'
import { Brand } from './brand.model.ts'
import { lockBrand } from './brands.service.ts'

/**
 * Makes a picture of the library the logo of a brand, in the place of whatever it was; `null` takes it away.
 *
 * @throws ApiError NOT_FOUND for a brand or a picture of somebody else, and for a picture of another brand; FORBIDDEN;
 * VALIDATION_ERROR for a medium that is no picture
 */
export async function setLogo(
  context: Context,
  principal: Principal,
  id: string,
  mediaId: string | null,
): Promise<Brand> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const brand = await lockBrand(transaction, principal, id, 'update')
    if (mediaId !== null) {
      // Locked, so that one that is being deleted is waited for, and is then gone.
      const media = await Media.query(transaction)
        .where({ id: mediaId, organization_id: brand.organizationId, status: 'ready' })
        .whereRaw('(brand_id is null or brand_id = ?)', [id])
        .whereRaw(...visible(principal, 'read', 'Media'))
        .forKeyShare()
        .first()
      if (media === undefined) throw notFound('Media')
      if (media.kind !== 'image') throw invalid('mediaId', 'Choose a picture that does not move.')
    }
    return Brand.query(transaction)
      .where({ id, organization_id: brand.organizationId })
      .patch({ logoMediaId: mediaId, logoUrl: null, version: brand.version + 1 })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}
