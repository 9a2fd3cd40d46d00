import type { Knex } from 'knex'
import type { QueryBuilder } from 'objection'
import { hashApiKey, hintOf, makeApiKey } from '../../authz/api-key-format.ts'
import {
  authorize,
  membershipIn,
  organizationOf,
  visible,
  type Principal,
} from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { lockOrganization } from '../organizations/organizations.service.ts'
import { ApiKey } from './api-key.model.ts'
import { seesAllKeys } from './api-keys.policy.ts'
import type { CreateApiKeyBody } from './api-keys.schemas.ts'

/** Keys that an organization may have at a time: each has a rate limit of its own. */
const mostKeys = 50

/** The name of the list in its cursors. */
export function apiKeyList(
  principal: Principal,
  input: { readonly organizationId?: string },
): string {
  return `api-keys:${organizationOf(principal, input.organizationId)}`
}

/** The keys of an organization that somebody sees, newest first: one more than `limit`. Revoked ones are gone. */
export async function listApiKeys(
  context: Context,
  principal: Principal,
  input: { readonly organizationId?: string; readonly limit: number; readonly cursor?: string },
): Promise<ApiKey[]> {
  const organizationId = organizationOf(principal, input.organizationId)
  authorize(principal, 'read', 'ApiKey', { organizationId })
  const query = seenBy(principal, context.database.api)
    .where('organization_id', organizationId)
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    const list = apiKeyList(principal, input)
    void query.where('id', '<', decodeCursor(context.config.urlSecret, list, input.cursor))
  }
  const rows = await read<object>(context.database, [organizationId], query.toKnexQuery())
  return rows.map((row) => ApiKey.fromDatabaseJson(row))
}

/** @throws ApiError NOT_FOUND, for a revoked one and for somebody else's too */
export async function getApiKey(
  context: Context,
  principal: Principal,
  id: string,
): Promise<ApiKey> {
  const query = seenBy(principal, context.database.api).where('id', id)
  const [row] = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  if (row === undefined) throw notFound('API key')
  return ApiKey.fromDatabaseJson(row)
}

/**
 * Makes a key of one organization.
 *
 * @returns the key too, which nobody can read any more later on
 * @throws ApiError NOT_FOUND, FORBIDDEN, VALIDATION_ERROR for an end in the past, QUOTA_EXCEEDED
 */
export async function createApiKey(
  context: Context,
  principal: Principal,
  { organizationId: asked, name, scopes, expiresAt = null }: CreateApiKeyBody,
): Promise<{ readonly apiKey: ApiKey; readonly key: string }> {
  const organizationId = organizationOf(principal, asked)
  authorize(principal, 'create', 'ApiKey', { organizationId })
  const end = expiresAt === null ? null : new Date(expiresAt)
  if (end !== null && end.getTime() <= Date.now()) {
    throw invalid(
      'expiresAt',
      'Must be a moment in the future; leave it out for a key without end.',
    )
  }
  const key = makeApiKey()
  const { prefix, lastFour } = hintOf(key)
  const apiKey = await inOrganizations(context.database, [organizationId], async (transaction) => {
    // Two at once at the limit take turns.
    await lockOrganization(transaction, organizationId)
    await refuseTooMany(transaction, organizationId)
    return ApiKey.query(transaction)
      .insert({
        organizationId,
        userId: principal.userId,
        name,
        keyHash: hashApiKey(key),
        keyPrefix: prefix,
        keyLastFour: lastFour,
        scopes: [...scopes],
        expiresAt: end,
      })
      .returning('*')
  })
  return { apiKey, key }
}

async function refuseTooMany(transaction: Knex.Transaction, organizationId: string): Promise<void> {
  const current = await ApiKey.query(transaction)
    .where('organization_id', organizationId)
    .whereNull('revoked_at')
    .resultSize()
  if (current < mostKeys) return
  throw new ApiError(
    'QUOTA_EXCEEDED',
    `There are ${current} API keys; revoke one that is unused.`,
    {
      details: { current, limit: mostKeys },
    },
  )
}

/** Renames a key that nobody has changed since it was read. @throws ApiError NOT_FOUND, VERSION_CONFLICT */
export async function renameApiKey(
  context: Context,
  principal: Principal,
  { id, name, version }: { readonly id: string; readonly name: string; readonly version: number },
): Promise<ApiKey> {
  return change(context, principal, { id, action: 'update' }, async (transaction, apiKey) => {
    requireVersion(apiKey, version)
    return ApiKey.query(transaction)
      .patch({ name, version: version + 1 })
      .findById(id)
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}

/** Revokes a key: from now on it is worth nothing, and not shown any more. @throws ApiError NOT_FOUND */
export async function revokeApiKey(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  await change(context, principal, { id, action: 'delete' }, async (transaction, apiKey) => {
    const revokedAt = transaction.raw('clock_timestamp()') as unknown as Date
    await ApiKey.query(transaction).patch({ revokedAt }).findById(apiKey.id)
  })
}

async function change<Result>(
  context: Context,
  principal: Principal,
  { id, action }: { readonly id: string; readonly action: Action },
  work: (transaction: Knex.Transaction, apiKey: ApiKey) => Promise<Result>,
): Promise<Result> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const apiKey = await seenBy(principal, transaction).where('id', id).forUpdate().first()
    if (apiKey === undefined) throw notFound('API key')
    authorize(principal, action, 'ApiKey', { organizationId: apiKey.organizationId })
    return work(transaction, apiKey)
  })
}

/** The live keys that somebody sees: their own, and where they are owner or admin those of all. */
function seenBy(principal: Principal, knex: Knex): QueryBuilder<ApiKey> {
  const managed = principal.organizationIds.filter((id) => {
    const membership = membershipIn(principal, id)
    return membership !== undefined && seesAllKeys(membership.role)
  })
  return ApiKey.query(knex)
    .whereNull('revoked_at')
    .whereRaw(...visible(principal, 'read', 'ApiKey', { organizationId: 'organization_id' }))
    .whereRaw('(user_id = ? or organization_id = any (?::uuid[]))', [principal.userId, managed])
}
