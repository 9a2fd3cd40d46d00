import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { ApiError } from '../../errors.ts'

/** Within so much time the same content goes to the same account only on purpose. */
const windowHours = 24

/** Content that is to go to an account. */
export interface ClaimedContent {
  readonly account: { readonly id: string; readonly username: string }
  readonly contentHash: Buffer
}

/**
 * Makes sure that none of this went, or will go, to the same account within 24 hours, and that nobody
 * else is deciding the same at this moment: the second of two at once waits here for the first one's
 * commit, and then sees it.
 *
 * The lock has to be a statement of its own: a statement sees what was committed when it began.
 *
 * @throws ApiError DUPLICATE_CONTENT with the earlier post
 */
export async function refuseDuplicates(
  transaction: Knex.Transaction,
  input: {
    readonly organizationId: string
    /** Not a duplicate of itself. */
    readonly postId?: string
    readonly contents: readonly ClaimedContent[]
    readonly dueAt: Date
  },
): Promise<void> {
  const { contents } = input
  if (contents.length === 0) return
  await lockContents(transaction, contents)
  const { rows } = await transaction.raw<{
    rows: { id: string; post_id: string; social_account_id: string }[]
  }>(
    `select d.id, d.post_id, d.social_account_id
     from unnest(cast(:accountIds as uuid[]), cast(:hashes as bytea[])) as c(account_id, content_hash)
     join social_posts d on d.social_account_id = c.account_id and d.content_hash = c.content_hash
     where d.organization_id = :organizationId and d.post_id is distinct from cast(:postId as uuid)
       and d.state not in ('canceled', 'failed', 'expired')
       and (abs(extract(epoch from d.due_at - cast(:dueAt as timestamptz))) < :window
         or abs(extract(epoch from d.published_at - cast(:dueAt as timestamptz))) < :window)
     order by d.id limit 1`,
    {
      accountIds: contents.map(({ account }) => account.id),
      hashes: contents.map(({ contentHash }) => contentHash),
      organizationId: input.organizationId,
      postId: input.postId ?? null,
      dueAt: input.dueAt,
      window: windowHours * 3_600,
    },
  )
  const [earlier] = rows
  if (earlier === undefined) return
  const account = contents.find(({ account: { id } }) => id === earlier.social_account_id)?.account
  throw new ApiError(
    'DUPLICATE_CONTENT',
    `The same content goes to @${account?.username ?? 'this account'} within ${windowHours} hours.`,
    {
      details: {
        postId: earlier.post_id,
        deliveryId: earlier.id,
        socialAccountId: earlier.social_account_id,
      },
    },
  )
}

/**
 * Lets everybody else wait who is deciding about one of these contents. Whoever stores several posts in
 * one transaction locks all of them first.
 */
export async function lockContents(
  transaction: Knex.Transaction,
  contents: readonly ClaimedContent[],
): Promise<void> {
  await transaction.raw(
    'select pg_advisory_xact_lock(key) from unnest(cast(? as bigint[])) as key',
    // One order for everybody, so that two requests cannot wait for each other.
    [
      contents
        .map(lockKey)
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map(String),
    ],
  )
}

function lockKey({ account, contentHash }: ClaimedContent): bigint {
  return createHash('sha256').update(account.id).update(contentHash).digest().readBigInt64BE()
}
