import type { EmulatorContext, WallKind, WallPost } from '@t21/plugin-kit/sandbox'
import { findAccount } from './accounts/account.ts'
import type { PostInfo, Publication } from './posts/publication.ts'
import { allPublications } from './posts/publications.ts'
import { isTakenDown, stateOf } from './posts/state.ts'
import { metricsOf } from './videos/metrics.ts'
import { postAddress } from './videos/video-view.ts'
import { newestFirst, postOf, type Post } from './videos/videos.ts'

/** Every post that came to be, private ones and drafts in the inbox too, newest first. */
export function published(context: EmulatorContext): readonly WallPost[] {
  const now = context.now().getTime()
  const posts: Post[] = []
  for (const publication of allPublications(context)) {
    const { arrival } = publication
    const there = ['complete', 'in_inbox'].includes(stateOf(publication, now))
    if (!there || arrival === null || isTakenDown(publication, now)) continue
    posts.push(postOf(publication, arrival))
  }
  return posts.toSorted(newestFirst).map((post) => wallPost(context, post, now))
}

function wallPost(context: EmulatorContext, post: Post, now: number): WallPost {
  const { publication } = post
  const { info, files, media, openId, handle } = publication
  const account = findAccount(context, handle) ?? { handle, username: handle, displayName: handle }
  const isDraft = stateOf(publication, now) === 'in_inbox'
  return {
    network: 'tiktok',
    id: post.id,
    url: postAddress(account, post),
    account: { id: openId, username: account.username, displayName: account.displayName },
    kind: isDraft ? 'draft' : kindOf(publication),
    text: media === 'photo' ? info.description : info.title,
    ...(media === 'photo' && info.title !== '' ? { title: info.title } : {}),
    inReplyTo: null,
    media: files.map(({ id, kind, mimeType }) => ({ id, kind, mimeType })),
    poll: null,
    labels: labelsOf(publication, info),
    metrics: isDraft ? {} : { ...metricsOf(post, now) },
    publishedAt: new Date(post.createdAt).toISOString(),
  }
}

function kindOf({ media, files }: Publication): WallKind {
  if (media === 'video') return 'reel'
  return files.length > 1 ? 'carousel' : 'post'
}

const audiences = {
  PUBLIC_TO_EVERYONE: 'everyone',
  MUTUAL_FOLLOW_FRIENDS: 'friends',
  FOLLOWER_OF_CREATOR: 'followers',
  SELF_ONLY: 'only me',
} as const

function labelsOf({ mode }: Publication, info: PostInfo): Readonly<Record<string, string>> {
  return {
    ...(info.privacy === null ? {} : { 'visible to': audiences[info.privacy] }),
    ...(mode === 'inbox' ? { 'sent to': 'inbox' } : {}),
    ...(info.commentsOff ? { comments: 'off' } : {}),
    ...(info.duetsOff ? { duets: 'off' } : {}),
    ...(info.stitchesOff ? { stitches: 'off' } : {}),
    ...(info.brandContent ? { 'paid partnership': 'yes' } : {}),
    ...(info.brandOrganic ? { 'promotional content': 'yes' } : {}),
    ...(info.aiGenerated ? { 'AI-generated': 'yes' } : {}),
  }
}
