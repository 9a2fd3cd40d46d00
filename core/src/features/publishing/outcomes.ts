import type { Knex } from 'knex'
import { say } from '../notifications/notice-words.ts'
import { notifyMany, type Notice } from '../notifications/notifications.service.ts'
import type { Told } from '../notifications/locales/en.ts'
import { returnCredits } from '../posts/post-credits.service.ts'
import { deliveryErrors, type DeliveryError } from './delivery-errors.ts'
import type { Move } from './move.ts'
import { tellOutcomes } from './outcome-events.ts'
import { refreshPostStatus, type ChangedPost } from './post-status.ts'

/**
 * What follows from steps, in the same transaction: people and the customer's programs are told, and the credit of a
 * post that reached no network is given back.
 */
export async function afterSteps(
  transaction: Knex.Transaction,
  moves: readonly Move[],
  changed: readonly ChangedPost[],
): Promise<void> {
  const reasons = await reasonsOf(transaction, changed)
  const notices: Notice[] = changed.flatMap((post) => noticeOfPost(post, reasons.get(post.id)))
  for (const { id, to, error, fence } of moves) {
    if (to === 'needs_attention' || to === 'expired') {
      notices.push(
        ...(await noticesOfDelivery(transaction, { id, to, fence, error: error ?? null })),
      )
    }
  }
  if (notices.length > 0) await notifyMany(transaction, notices)
  await tellOutcomes(transaction, moves, changed)
  const failed = changed.filter(({ status }) => status === 'FAILED')
  if (failed.length > 0) await returnCredits(transaction, failed)
}

/**
 * Brings posts in line with their deliveries after a person has changed these: status, and the credit of a post of
 * which nothing is left that could reach a network.
 */
export async function settlePosts(
  transaction: Knex.Transaction,
  postIds: readonly string[],
): Promise<void> {
  const changed = await refreshPostStatus(transaction, postIds)
  await tellOutcomes(transaction, [], changed)
  await returnCredits(
    transaction,
    changed.filter(({ status }) => status === 'FAILED'),
  )
}

/** The most deliveries that a notification speaks of; the post has all of them. */
const toldReasons = 3

type Reasons = Parameters<Told['postNotPublished']>[0]

/** Why deliveries of these posts did not arrive, and what to do, by post. */
async function reasonsOf(
  transaction: Knex.Transaction,
  changed: readonly ChangedPost[],
): Promise<ReadonlyMap<string, Reasons>> {
  const lost = changed.filter(({ status }) => /^(?:FAILED|PARTIALLY_PUBLISHED)$/.test(status))
  if (lost.length === 0) return new Map()
  const rows = await transaction('social_posts as d')
    .join('social_accounts as a', 'a.id', 'd.social_account_id')
    .whereIn(
      'd.post_id',
      lost.map(({ id }) => id),
    )
    .whereIn('d.state', ['failed', 'expired'])
    .orderBy('d.id')
    .select<{ post_id: string; platform: string; username: string; error: DeliveryError | null }[]>(
      'd.post_id',
      'd.platform',
      'a.username',
      'd.error',
    )
  const byPost = Map.groupBy(rows, ({ post_id }) => post_id)
  return new Map(
    [...byPost].map(([id, deliveries]) => {
      const reasons = deliveries
        .slice(0, toldReasons)
        .map(({ platform, username, error }) => ({ platform, username, reason: reasonOf(error) }))
      return [id, { reasons, more: deliveries.length - reasons.length }]
    }),
  )
}

/** In the words of the catalogue of errors. */
function reasonOf(error: DeliveryError | null | undefined, remedy = ''): string {
  return `${error?.message ?? ''} ${error?.remedy ?? remedy}`.trim()
}

function noticeOfPost(post: ChangedPost, why: Reasons = { reasons: [], more: 0 }): Notice[] {
  const base = {
    organizationId: post.organizationId,
    subjectId: post.id,
    link: `/posts/${post.id}`,
  }
  if (post.status === 'PUBLISHED') {
    return [{ ...base, type: 'POST_PUBLISHED', words: say('postPublished') }]
  }
  if (post.status === 'PARTIALLY_PUBLISHED') {
    return [{ ...base, type: 'POST_FAILED', words: say('postPartlyPublished', why) }]
  }
  if (post.status === 'FAILED') {
    return [{ ...base, type: 'POST_FAILED', words: say('postNotPublished', why) }]
  }
  return []
}

async function noticesOfDelivery(
  transaction: Knex.Transaction,
  move: Pick<Move, 'id' | 'to' | 'fence'> & { error: Move['error'] },
): Promise<Notice[]> {
  const rows = await transaction('social_posts')
    .where({ id: move.id })
    .select<{ organization_id: string; post_id: string; platform: string }[]>(
      'organization_id',
      'post_id',
      'platform',
    )
  const reason = reasonOf(move.error, deliveryErrors.needs_person.remedy)
  return rows.map((row) => ({
    organizationId: row.organization_id,
    subjectId: move.id,
    link: `/posts/${row.post_id}`,
    type: move.to === 'expired' ? ('POST_EXPIRED' as const) : ('DELIVERY_NEEDS_ATTENTION' as const),
    words:
      move.to === 'expired'
        ? say('postExpired', { platform: row.platform, reason })
        : say('needsAttention', { platform: row.platform, reason }),
    dedupeKey: `${move.to}:${move.id}:${move.fence}`,
  }))
}
