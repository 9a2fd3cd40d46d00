import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { lockContents } from './duplicates.ts'
import { momentOf } from './due-time.ts'
import { storeNewPost, type NewPost } from './new-post.ts'
import type { PreparedRow, StoredRow } from './post-bulk.service.ts'
import { useCredit } from './post-credits.service.ts'

/** Ends a transaction that is not to leave anything, with what it found out. */
class Undone extends Error {
  readonly rows: StoredRow[]

  constructor(rows: StoredRow[]) {
    super('rolled back')
    this.rows = rows
  }
}

/**
 * Stores all posts in one transaction, or none: where one is refused, the others are rolled back.
 *
 * @returns what became of each; where one is an error, none is there
 */
export async function storeAll(
  context: Context,
  principal: Principal,
  prepared: readonly PreparedRow[],
): Promise<StoredRow[]> {
  return undoing(context, prepared, async (transaction) => {
    const rows = await storeRows(transaction, principal, prepared)
    if (rows.some((row) => row instanceof ApiError)) throw new Undone(rows)
    return rows
  })
}

/** Finds out what would become of each post, by storing them all and taking it back. */
export async function rehearse(
  context: Context,
  principal: Principal,
  prepared: readonly PreparedRow[],
): Promise<StoredRow[]> {
  return undoing(context, prepared, async (transaction) => {
    throw new Undone(await storeRows(transaction, principal, prepared))
  })
}

async function undoing(
  context: Context,
  prepared: readonly PreparedRow[],
  work: (transaction: Knex.Transaction) => Promise<StoredRow[]>,
): Promise<StoredRow[]> {
  const organizationIds = prepared.flatMap((post) =>
    post instanceof ApiError ? [] : [post.organizationId],
  )
  try {
    return await inOrganizations(context.database, [...new Set(organizationIds)], work)
  } catch (error) {
    if (error instanceof Undone) return error.rows
    throw error
  }
}

/**
 * Stores what can be stored. Everything that others may wait for is locked in an order that all
 * transactions keep (contents, moments, counters), so that two of these cannot wait for each other.
 */
async function storeRows(
  transaction: Knex.Transaction,
  principal: Principal,
  prepared: readonly PreparedRow[],
): Promise<StoredRow[]> {
  const rows: StoredRow[] = prepared.map((post) =>
    post instanceof ApiError ? post : new ApiError('INTERNAL_ERROR'),
  )
  const posts = [...prepared.entries()].flatMap(([index, post]) =>
    post instanceof ApiError ? [] : [{ index, post }],
  )
  await lockContents(
    transaction,
    posts.flatMap(({ post }) => post.planned),
  )
  const byMoment = posts.toSorted((a, b) => inOrder(a.post, b.post))
  for (const { index, post } of byMoment) {
    rows[index] = await orRefusal(storeNewPost(transaction, principal, post).then(({ id }) => id))
  }
  const byOrganization = posts.toSorted((a, b) =>
    a.post.organizationId < b.post.organizationId ? -1 : 1,
  )
  for (const { index, post } of byOrganization) {
    const id = rows[index]
    if (typeof id !== 'string') continue
    const { organizationId } = post
    rows[index] = await orRefusal(useCredit(transaction, { id, organizationId }).then(() => id))
  }
  return rows
}

/** What is refused by a rule leaves the transaction as it was; what the database refuses does not. */
async function orRefusal(work: Promise<string>): Promise<StoredRow> {
  return work.catch((error: unknown) => {
    if (error instanceof ApiError) return error
    throw error
  })
}

/** By their moments; then those that take what a queue has free, brand by brand. */
function inOrder(one: NewPost, other: NewPost): number {
  const [first, second] = [one, other].map(({ wished }) => {
    if (wished === 'queue') return Infinity
    return wished === null ? 0 : momentOf(wished).getTime()
  })
  if (first === second) return one.body.brandId < other.body.brandId ? -1 : 1
  return (first ?? 0) < (second ?? 0) ? -1 : 1
}
