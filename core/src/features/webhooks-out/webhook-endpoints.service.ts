import type { Knex } from 'knex'
import { v7 as uuidV7 } from 'uuid'
import { authorize, organizationOf, visible, type Principal } from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { getBrand } from '../brands/brands.service.ts'
import { requireEndpointUrl } from './endpoint-url.ts'
import { openSecret, sealSecret } from './endpoint-secrets.ts'
import { makeSigningSecret } from './signature.ts'
import { WebhookEndpoint } from './webhook-endpoint.model.ts'
import type {
  CreateWebhookEndpointBody,
  UpdateWebhookEndpointBody,
} from './webhook-endpoints.schemas.ts'

/** So many times the same thing is told at most. */
export const mostEndpoints = 20

/** Where the rules find what they speak of. */
const columns = { organizationId: 'organization_id' }

/** An endpoint with the secret that is shown this once. */
export interface EndpointWithSecret {
  readonly endpoint: WebhookEndpoint
  readonly secret: string
}

/** The endpoints of an organization, newest first: one more than `limit`, so that the page knows of a next one. */
export async function listWebhookEndpoints(
  context: Context,
  principal: Principal,
  input: { readonly organizationId?: string; readonly limit: number; readonly cursor?: string },
): Promise<WebhookEndpoint[]> {
  const organizationId = organizationOf(principal, input.organizationId)
  authorize(principal, 'read', 'WebhookEndpoint', { organizationId })
  const query = WebhookEndpoint.query(context.database.api)
    .where('organization_id', organizationId)
    .whereRaw(...visible(principal, 'read', 'WebhookEndpoint', columns))
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    const list = webhookEndpointList(organizationId)
    void query.where('id', '<', decodeCursor(context.config.urlSecret, list, input.cursor))
  }
  const rows = await read<object>(context.database, [organizationId], query.toKnexQuery())
  return rows.map((row) => WebhookEndpoint.fromDatabaseJson(row))
}

/** The name of the list in its cursors. */
export function webhookEndpointList(organizationId: string): string {
  return `webhook-endpoints:${organizationId}`
}

/** @throws ApiError NOT_FOUND, for somebody else's too; FORBIDDEN where the role does not suffice */
export async function getWebhookEndpoint(
  context: Context,
  principal: Principal,
  id: string,
): Promise<WebhookEndpoint> {
  const query = WebhookEndpoint.query(context.database.api).where('id', id)
  const [row] = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  return allowed(principal, 'read', row && WebhookEndpoint.fromDatabaseJson(row))
}

/**
 * Makes an endpoint with a secret of its own.
 *
 * @throws ApiError URL_NOT_ALLOWED; NOT_FOUND for the brand; QUOTA_EXCEEDED beyond 20 an organization
 */
export async function createWebhookEndpoint(
  context: Context,
  principal: Principal,
  { organizationId: asked, brandId, ...fields }: CreateWebhookEndpointBody,
): Promise<EndpointWithSecret> {
  const organizationId = organizationOf(principal, asked)
  authorize(principal, 'create', 'WebhookEndpoint', { organizationId })
  requireEndpointUrl(context.config, fields.url)
  await requireBrand(context, principal, organizationId, brandId)
  const id = uuidV7()
  const secret = makeSigningSecret()
  const owner = { id, organizationId }
  const endpoint = await inOrganizations(
    context.database,
    [organizationId],
    async (transaction) => {
      await refuseTooMany(transaction, organizationId)
      return WebhookEndpoint.query(transaction)
        .insert({
          ...fields,
          ...owner,
          brandId: brandId ?? null,
          createdBy: principal.userId,
          signingSecret: sealSecret(context.config, owner, 'signing_secret', secret),
        })
        .returning('*')
    },
  )
  return { endpoint, secret }
}

/**
 * Changes an endpoint that nobody has changed since it was read. Switching it on begins anew: what failed before counts no more.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, URL_NOT_ALLOWED, VERSION_CONFLICT with the present version
 */
export async function updateWebhookEndpoint(
  context: Context,
  principal: Principal,
  id: string,
  { version, ...fields }: Omit<UpdateWebhookEndpointBody, 'version'> & { readonly version: number },
): Promise<WebhookEndpoint> {
  const { organizationId } = await getWebhookEndpoint(context, principal, id)
  if (fields.url !== undefined) requireEndpointUrl(context.config, fields.url)
  await requireBrand(context, principal, organizationId, fields.brandId)
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const endpoint = await lockWebhookEndpoint(transaction, principal, id, 'update')
    requireVersion(endpoint, version)
    const anew = fields.enabled === true && !endpoint.enabled
    const changed = await WebhookEndpoint.query(transaction)
      .where({ id, organization_id: organizationId })
      .patch({
        ...fields,
        ...(fields.enabled !== undefined && { disabledBecause: null }),
        ...(anew && { failingSince: null, pausedUntil: null }),
        version: version + 1,
      })
      .returning('*')
      .first()
      .throwIfNotFound()
    if (anew) await transaction.raw('select ring_webhook_deliveries()')
    return changed
  })
}

/** Deletes an endpoint with its log; what waits for it is not sent. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function deleteWebhookEndpoint(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  await inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const { organizationId } = await lockWebhookEndpoint(transaction, principal, id, 'delete')
    await WebhookEndpoint.query(transaction).where({ id, organization_id: organizationId }).delete()
  })
}

/**
 * Gives an endpoint a new secret. The one before signs as well for 24 hours, so that the receiver has time; the one before
 * that does not any more.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN
 */
export async function rotateWebhookSecret(
  context: Context,
  principal: Principal,
  id: string,
): Promise<EndpointWithSecret> {
  const { config } = context
  const secret = makeSigningSecret()
  const { organizationIds } = principal
  const endpoint = await inOrganizations(context.database, organizationIds, async (transaction) => {
    const found = await lockWebhookEndpoint(transaction, principal, id, 'update')
    const before = openSecret(config, found, 'signing_secret', found.signingSecret)
    return WebhookEndpoint.query(transaction)
      .where({ id, organization_id: found.organizationId })
      .patch({
        signingSecret: sealSecret(config, found, 'signing_secret', secret),
        previousSecret: sealSecret(config, found, 'previous_secret', before),
        previousSecretUntil: transaction.raw(
          `clock_timestamp() + interval '24 hours'`,
        ) as unknown as Date,
        rotatedAt: transaction.raw('clock_timestamp()') as unknown as Date,
        version: found.version + 1,
      })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
  return { endpoint, secret }
}

/** Locks an endpoint for the rest of the transaction; what happens meanwhile does not wait. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function lockWebhookEndpoint(
  transaction: Knex.Transaction,
  principal: Principal,
  id: string,
  action: Action,
): Promise<WebhookEndpoint> {
  const endpoint = await WebhookEndpoint.query(transaction)
    .where('id', id)
    .whereIn('organization_id', [...principal.organizationIds])
    .forNoKeyUpdate()
    .first()
  return allowed(principal, action, endpoint)
}

function allowed(
  principal: Principal,
  action: Action,
  endpoint: WebhookEndpoint | undefined,
): WebhookEndpoint {
  if (endpoint === undefined) throw notFound('Webhook endpoint')
  const { organizationId } = endpoint
  authorize(principal, action, 'WebhookEndpoint', { organizationId })
  return endpoint
}

/** @throws ApiError NOT_FOUND for a brand of another organization, too */
async function requireBrand(
  context: Context,
  principal: Principal,
  organizationId: string,
  brandId: string | null | undefined,
): Promise<void> {
  if (brandId === null || brandId === undefined) return
  const brand = await getBrand(context, principal, brandId)
  if (brand.organizationId !== organizationId) throw notFound('Brand')
}

async function refuseTooMany(transaction: Knex.Transaction, organizationId: string): Promise<void> {
  // Two at once take turns, so that the second one counts the first.
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `webhook_endpoints:${organizationId}`,
  ])
  const current = await WebhookEndpoint.query(transaction)
    .where('organization_id', organizationId)
    .resultSize()
  if (current < mostEndpoints) return
  throw new ApiError(
    'QUOTA_EXCEEDED',
    `An organization has at most ${mostEndpoints} webhook endpoints.`,
    {
      details: { current, limit: mostEndpoints },
    },
  )
}
