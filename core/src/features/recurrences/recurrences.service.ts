import type { Knex } from 'knex'
import { authorize, organizationOf, visible, type Principal } from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { getBrand } from '../brands/brands.service.ts'
import { checkRecurrence } from './check-recurrence.ts'
import { Recurrence } from './recurrence.model.ts'
import type {
  CreateRecurrenceBody,
  RecurrencesQuery,
  UpdateRecurrenceBody,
} from './recurrences.schemas.ts'

/** The recurrences of an organization, newest first: one more than `limit`, so that the page knows of a next one. */
export async function listRecurrences(
  context: Context,
  principal: Principal,
  query: RecurrencesQuery,
): Promise<Recurrence[]> {
  const organizationId = organizationOf(principal, query.organizationId)
  const statement = Recurrence.query(context.database.api)
    .where('organization_id', organizationId)
    .whereRaw(...visible(principal, 'read', 'Recurrence'))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.brandId !== undefined) void statement.where('brand_id', query.brandId)
  if (query.cursor !== undefined) {
    const list = recurrenceList(principal, query)
    void statement.where('id', '<', decodeCursor(context.config.urlSecret, list, query.cursor))
  }
  const rows = await read<object>(context.database, [organizationId], statement.toKnexQuery())
  return rows.map((row) => Recurrence.fromDatabaseJson(row))
}

/** The name of the list in its cursors. */
export function recurrenceList(
  principal: Principal,
  { organizationId, brandId }: Pick<RecurrencesQuery, 'organizationId' | 'brandId'>,
): string {
  return `recurrences:${organizationOf(principal, organizationId)}:${brandId ?? ''}`
}

/** @throws ApiError NOT_FOUND, for somebody else's too */
export async function getRecurrence(
  context: Context,
  principal: Principal,
  id: string,
): Promise<Recurrence> {
  const query = Recurrence.query(context.database.api)
    .where('id', id)
    .whereRaw(...visible(principal, 'read', 'Recurrence'))
  const [row] = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  if (row === undefined) throw notFound('Recurrence')
  return Recurrence.fromDatabaseJson(row)
}

/**
 * Lets a post recur.
 *
 * @throws ApiError what `checkRecurrence` throws; NOT_FOUND, FORBIDDEN
 */
export async function createRecurrence(
  context: Context,
  principal: Principal,
  { timezone, moreTexts = [], ...body }: CreateRecurrenceBody,
): Promise<Recurrence> {
  const brand = await getBrand(context, principal, body.brandId)
  const { organizationId } = brand
  authorize(principal, 'create', 'Recurrence', { organizationId, brandId: brand.id })
  const fields = { ...body, moreTexts, timezone: timezone ?? brand.timezone }
  await checkRecurrence(context, principal, fields)
  return inOrganizations(context.database, [organizationId], async (transaction) =>
    Recurrence.query(transaction)
      .insert({ ...fields, organizationId, userId: principal.userId })
      .returning('*'),
  )
}

/**
 * Changes a recurrence that nobody has changed since it was read. From then on its posts are made with
 * the rights of whoever changed it. A new plan, and the end of a pause, count from this moment on.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT with the present version, and what
 * `checkRecurrence` throws
 */
export async function updateRecurrence(
  context: Context,
  principal: Principal,
  id: string,
  { version, ...change }: Omit<UpdateRecurrenceBody, 'version'> & { readonly version: number },
): Promise<Recurrence> {
  const before = await getRecurrence(context, principal, id)
  authorize(principal, 'update', 'Recurrence', before)
  requireVersion(before, version)
  const wanted = {
    post: change.post ?? before.post,
    moreTexts: change.moreTexts ?? before.moreTexts,
    rule: change.rule ?? before.rule,
    startsAt: change.startsAt ?? before.startsAt,
    timezone: change.timezone ?? before.timezone,
  }
  const replanned =
    wanted.rule !== before.rule ||
    wanted.startsAt !== before.startsAt ||
    wanted.timezone !== before.timezone
  // To let it rest must be possible whatever is wrong with it.
  const restsOnly = Object.keys(change).every((field) => field === 'status')
  if (!(restsOnly && change.status === 'paused')) {
    await checkRecurrence(context, principal, { ...wanted, brandId: before.brandId })
  }
  return inOrganizations(context.database, [before.organizationId], async (transaction) => {
    const current = await lockRecurrence(transaction, principal, id, 'update')
    requireVersion(current, version)
    const revived = current.status === 'ended' && replanned ? 'active' : current.status
    const status = change.status ?? revived
    const fromNow = replanned || (status === 'active' && current.status !== 'active')
    const now = transaction.raw('clock_timestamp()')
    return Recurrence.query(transaction)
      .where({ id, organization_id: current.organizationId })
      .patch({
        ...wanted,
        status,
        userId: principal.userId,
        version: version + 1,
        nextAt: now,
        ...(fromNow && { plannedFrom: now }),
      })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}

/** Locks a recurrence for the rest of the transaction. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function lockRecurrence(
  transaction: Knex.Transaction,
  principal: Principal,
  id: string,
  action: Action,
): Promise<Recurrence> {
  const recurrence = await Recurrence.query(transaction)
    .where('id', id)
    .whereRaw(...visible(principal, 'read', 'Recurrence'))
    .forUpdate()
    .first()
  if (recurrence === undefined) throw notFound('Recurrence')
  authorize(principal, action, 'Recurrence', recurrence)
  return recurrence
}
