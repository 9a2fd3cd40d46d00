import type { Connector } from '@t21/plugin-kit'
import { authorize, type Principal } from '../../../authz/principal.ts'
import type { Context } from '../../../context.ts'
import { ApiError } from '../../../errors.ts'
import { getBrand } from '../../brands/brands.service.ts'
import { materialOf, type Material } from '../material.ts'

/**
 * The brand that somebody wants a text for, with what a prompt says of it.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; AI_NOT_CONFIGURED where nothing could be written anyway
 */
export async function askingFor(
  context: Context,
  principal: Principal,
  brandId: string,
): Promise<Material> {
  const brand = await getBrand(context, principal, brandId)
  const { organizationId } = brand
  authorize(principal, 'create', 'Generation', { organizationId, brandId })
  if (context.ai === null) throw new ApiError('AI_NOT_CONFIGURED')
  return materialOf(context, brand)
}

/** The connector of a network, which knows its rules also where nobody has configured it. @throws ApiError PLATFORM_UNAVAILABLE */
export function connectorOf(
  { plugins }: Pick<Context, 'plugins'>,
  platform: string,
  field = 'platform',
): Readonly<Connector> {
  const connector = plugins.connectors.get(platform)
  if (connector !== undefined) return connector
  const message = `${platform} is not installed here; \`GET /v1/platforms\` tells what is.`
  throw new ApiError('PLATFORM_UNAVAILABLE', message, { details: [{ field, message }] })
}
