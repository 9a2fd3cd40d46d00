import type { Knex } from 'knex'
import { notifyMany, type Notice } from '../notifications/notifications.service.ts'
import { returnCredits } from '../posts/post-credits.service.ts'
import { deliveryErrors } from './delivery-errors.ts'
import type { Move } from './move.ts'
import { refreshPostStatus, type ChangedPost } from './post-status.ts'

/**
 * What follows from steps, in the same transaction: people are told, and the credit of a post that
 * reached no network is given back.
 */
export async function afterSteps(
  transaction: Knex.Transaction,
  moves: readonly Move[],
  changed: readonly ChangedPost[],
): Promise<void> {
  const notices: Notice[] = changed.flatMap(noticeOfPost)
  for (const { id, to, error, fence } of moves) {
    if (to === 'needs_attention' || to === 'expired') {
      notices.push(
        ...(await noticesOfDelivery(transaction, { id, to, fence, error: error ?? null })),
      )
    }
  }
  if (notices.length > 0) await notifyMany(transaction, notices)
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
  await returnCredits(
    transaction,
    changed.filter(({ status }) => status === 'FAILED'),
  )
}

function noticeOfPost(post: ChangedPost): Notice[] {
  const base = {
    organizationId: post.organizationId,
    subjectId: post.id,
    link: `/posts/${post.id}`,
  }
  if (post.status === 'PUBLISHED') {
    return [
      {
        ...base,
        type: 'POST_PUBLISHED',
        title: 'Post published',
        message: 'Your post is on every network you chose.',
      },
    ]
  }
  if (post.status === 'PARTIALLY_PUBLISHED') {
    return [
      {
        ...base,
        type: 'POST_FAILED',
        title: 'Post partly published',
        message:
          'Your post reached some of the networks you chose. Its deliveries say what went wrong with the others.',
      },
    ]
  }
  if (post.status === 'FAILED') {
    return [
      {
        ...base,
        type: 'POST_FAILED',
        title: 'Post not published',
        message: 'Your post reached none of the networks you chose. Its deliveries say why.',
      },
    ]
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
  return rows.map((row) => ({
    organizationId: row.organization_id,
    subjectId: move.id,
    link: `/posts/${row.post_id}`,
    type: move.to === 'expired' ? ('POST_EXPIRED' as const) : ('DELIVERY_NEEDS_ATTENTION' as const),
    title:
      move.to === 'expired'
        ? 'Post was not published in time'
        : 'Please look whether a post is there',
    message: `${row.platform}: ${move.error?.message ?? ''} ${move.error?.remedy ?? deliveryErrors.needs_person.remedy}`,
    dedupeKey: `${move.to}:${move.id}:${move.fence}`,
  }))
}
