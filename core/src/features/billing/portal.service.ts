import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { checkReturnUrl } from '../social-accounts/return-url.ts'
import { billedOrganization } from './billed-organization.ts'
import { asked, billingOf } from './billing.provider.ts'
import type { PortalBody } from './billing.schemas.ts'

/**
 * Makes the page on which an organization sees its bills and changes its card.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, RETURN_URL_NOT_ALLOWED, BILLING_NOT_CONFIGURED, BILLING_UNAVAILABLE, BILLING_REFUSED;
 * NO_SUBSCRIPTION for an organization that never came to buying
 */
export async function openPortal(
  context: Context,
  principal: Principal,
  body: PortalBody,
): Promise<string> {
  const organizationId = await billedOrganization(context, principal, 'update', body.organizationId)
  const returnUrl = checkReturnUrl(context.config, body.returnUrl)
  const billing = billingOf(context)
  const row = await context.database
    .system('billing_customers')
    .where({ organization_id: organizationId, provider: billing.name })
    .whereNotNull('customer_id')
    .first<{ customer_id: string } | undefined>('customer_id')
  if (row === undefined) throw new ApiError('NO_SUBSCRIPTION')
  const { url } = await asked(context, () =>
    billing.openPortal({ customerId: row.customer_id, returnUrl }),
  )
  return url
}
