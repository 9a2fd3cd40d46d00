import type { EmulatorContext, WallPost } from '@t21/plugin-kit/sandbox'
import { findAccount } from './accounts/account.ts'
import { findMedia } from './media/media.ts'
import { metricsOf, votesOf } from './statuses/metrics.ts'
import { newestFirst, repliesTo } from './statuses/status-store.ts'
import { addressOf } from './statuses/status-view.ts'
import type { StoredStatus } from './statuses/status.ts'

/** Everything published and not deleted, newest first, with the text as it was written. */
export function published(context: EmulatorContext): readonly WallPost[] {
  return newestFirst(context).map((status) => wallPost(context, status))
}

function wallPost(context: EmulatorContext, status: StoredStatus): WallPost {
  const account = findAccount(context, status.accountId)
  const username = account?.username ?? status.accountId
  const now = context.now().getTime()
  const { favourites, reblogs } = metricsOf(status, now)
  const votes = votesOf(status, now)
  return {
    network: 'mastodon',
    id: status.id,
    url: addressOf(status, username),
    account: { id: status.accountId, username, displayName: account?.name ?? username },
    kind: status.inReplyToId === null ? 'post' : 'reply',
    text: status.text,
    inReplyTo: status.inReplyToId,
    media: status.mediaIds.flatMap((id) => {
      const media = findMedia(context, id)
      if (media === undefined) return []
      const { kind, mimeType, description } = media
      return [{ id, kind, mimeType, ...(description !== null && { altText: description }) }]
    }),
    poll:
      status.poll === null
        ? null
        : {
            options: status.poll.options.map((label, index) => ({
              label,
              votes: votes[index] ?? 0,
            })),
            endsAt: status.poll.endsAt,
          },
    labels: labelsOf(status),
    metrics: { replies: repliesTo(context, status.id), boosts: reblogs, favourites },
    publishedAt: status.createdAt,
  }
}

function labelsOf(status: StoredStatus): Readonly<Record<string, string>> {
  return {
    visibility: status.visibility,
    language: status.language,
    ...(status.spoilerText !== '' && { 'content warning': status.spoilerText }),
    ...(status.sensitive && { sensitive: 'yes' }),
  }
}
