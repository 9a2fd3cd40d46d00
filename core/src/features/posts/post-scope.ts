import { authorize, organizationOf, type Principal } from '../../authz/principal.ts'

/** Which organization a list is of, as a condition on `p.organization_id`. */
export interface PostScope {
  readonly sql: string
  readonly binding: string
  /** Names the list in cursors. */
  readonly name: string
}

/**
 * The organization that a list is of: the one it names, else that of the brand, else the personal one.
 * One organization exactly, so that the index gives the order.
 *
 * @throws ApiError NOT_FOUND for an organization one does not belong to, FORBIDDEN
 */
export function scopeOf(
  principal: Principal,
  asked: { readonly organizationId?: string | undefined; readonly brandId?: string | undefined },
): PostScope {
  const { organizationIds } = principal
  const only = organizationIds.length === 1 ? organizationIds[0] : undefined
  if (asked.organizationId === undefined && asked.brandId !== undefined && only === undefined) {
    // Row level security hides brands of others: then this is null, and the list is empty.
    return {
      sql: 'p.organization_id = (select b.organization_id from brands b where b.id = ?)',
      binding: asked.brandId,
      name: `brand:${asked.brandId}`,
    }
  }
  const ofBrand = asked.brandId === undefined ? undefined : only
  const organizationId = organizationOf(principal, asked.organizationId ?? ofBrand)
  authorize(principal, 'read', 'Post', { organizationId, brandId: null })
  return { sql: 'p.organization_id = ?', binding: organizationId, name: organizationId }
}
