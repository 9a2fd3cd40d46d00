import type { EmulatorContext, WallPost } from '@t21/plugin-kit/sandbox'
import { findAccount } from './accounts/account.ts'
import { metricsOf, votesOf } from './posts/metrics.ts'
import { allPosts } from './posts/post-store.ts'
import type { StoredPost } from './posts/post.ts'

/** Everything published and not deleted, newest first, with the text as it was sent. */
export function published(context: EmulatorContext): readonly WallPost[] {
  return [...allPosts(context).values()].reverse().map((post) => wallPost(context, post))
}

function wallPost(context: EmulatorContext, post: StoredPost): WallPost {
  const account = findAccount(context, post.authorId)
  const username = account?.username ?? post.authorId
  const now = context.now().getTime()
  const metrics = metricsOf(post, now)
  const votes = votesOf(post, now)
  return {
    network: 'twitter',
    id: post.id,
    url: `https://x.com/${username}/status/${post.id}`,
    account: { id: post.authorId, username, displayName: account?.name ?? username },
    kind: post.inReplyToId === null ? 'post' : 'reply',
    text: post.text,
    inReplyTo: post.inReplyToId,
    ...(post.quotedId === null ? {} : { quotes: post.quotedId }),
    media: post.media.map(({ id, kind, mimeType, altText }) => ({
      id,
      kind,
      mimeType,
      ...(altText === null ? {} : { altText }),
    })),
    poll:
      post.poll === null
        ? null
        : {
            options: post.poll.options.map((label, index) => ({
              label,
              votes: votes[index] ?? 0,
            })),
            endsAt: post.poll.endsAt,
          },
    labels: labelsOf(post),
    metrics: {
      replies: metrics.replies,
      reposts: metrics.reposts,
      likes: metrics.likes,
      views: metrics.impressions,
    },
    publishedAt: new Date(post.createdAt).toISOString(),
  }
}

function labelsOf(post: StoredPost): Readonly<Record<string, string>> {
  return {
    ...(post.replySettings === null ? {} : { replies: post.replySettings }),
    ...(post.madeWithAi ? { 'made with AI': 'yes' } : {}),
    ...(post.paidPartnership ? { 'paid partnership': 'yes' } : {}),
  }
}
