import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { nextCount } from '../api/ids.ts'
import { plainText } from '../posts/little-text.ts'
import type { StoredPost } from '../posts/post.ts'
import { signatureOf } from './signature.ts'
import { subscriberOf } from './subscriptions.ts'

/** What happened at an organization (linkedin.md 7). */
export type NotifiedAction =
  | 'LIKE'
  | 'COMMENT'
  | 'SHARE'
  | 'SHARE_MENTION'
  | 'ADMIN_COMMENT'
  | 'COMMENT_EDIT'
  | 'COMMENT_DELETE'

/** A notification as it is sent, and kept for those who ask. */
export interface Notification {
  readonly notificationId: number
  readonly organizationalEntity: string
  readonly action: NotifiedAction
  readonly sourcePost: string
  readonly lastModifiedAt: number
  readonly [detail: string]: unknown
}

interface Happening {
  readonly action: NotifiedAction
  readonly post: StoredPost
  /** URN of what came of it: a comment, a reaction, another post. */
  readonly generated: string
  /** URN of who did it. */
  readonly by: string
  /** Of a comment. */
  readonly comment?: { readonly text: string; readonly object: string }
  /** The organization to tell, where it is not the post's author. */
  readonly organization?: string
}

const type = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS'

/** Tells an organization's app what happened. What happens to members is told nobody. */
export function notify(context: EmulatorContext, happening: Happening): void {
  const { post, action, generated, by, comment } = happening
  const organization = happening.organization ?? post.author
  if (!organization.startsWith('urn:li:organization:')) return
  const subscriber = subscriberOf(context, organization)
  if (subscriber === undefined) return
  const notification: Notification = {
    notificationId: nextCount(context, 'notifications'),
    organizationalEntity: organization,
    action,
    sourcePost: post.urn,
    decoratedSourcePost: {
      entity: post.urn,
      owner: post.author,
      text: plainText(post.segments),
      mediaCategory: mediaCategory(post),
    },
    generatedActivity: generated,
    ...(comment === undefined
      ? {}
      : { decoratedGeneratedActivity: { comment: { entity: generated, owner: by, ...comment } } }),
    lastModifiedAt: context.now().getTime(),
    subscriber,
  }
  notificationsOf(context).set(String(notification.notificationId), notification)
  const body = JSON.stringify({ type, notifications: [notification] })
  context.webhook(() => ({
    body,
    headers: { 'content-type': 'application/json', 'x-li-signature': signatureOf(body) },
  }))
}

/** Tells the organizations that a post mentions. */
export function notifyMentions(context: EmulatorContext, post: StoredPost): void {
  for (const segment of post.segments) {
    if (segment.kind !== 'mention' || segment.urn === post.author) continue
    const { urn: organization } = segment
    const action = 'SHARE_MENTION'
    notify(context, { action, post, generated: post.urn, by: post.author, organization })
  }
}

/** Everything that an organization was told. */
export function notificationsAt(
  context: EmulatorContext,
  organization: string,
): readonly Notification[] {
  return [...notificationsOf(context).values()].filter(
    (one) => one.organizationalEntity === organization,
  )
}

function mediaCategory({ content }: StoredPost): string {
  if (content?.kind === 'article') return 'ARTICLE'
  if (content?.kind === 'multiImage') return 'IMAGE'
  return content?.kind === 'media' ? content.media.kind.toUpperCase() : 'NONE'
}

function notificationsOf(context: EmulatorContext): Map<string, Notification> {
  return context.store.collection<Notification>('notifications')
}
