import { notFound } from '@t21/core/console'
import type { DetailsCall } from './lookup.ts'
import type { PostView } from './publishing-views.ts'

interface PostRow {
  readonly content: string
  readonly hashtags: readonly string[]
  readonly thread: readonly { readonly content: string }[]
  readonly first_comment: string | null
  readonly overrides: Readonly<Record<string, { readonly content?: string }>>
}

interface DeliveryRow {
  readonly id: string
  readonly state: string
  readonly platform: string
  readonly username: string
  readonly due_at: Date
  readonly platform_url: string | null
  readonly error: { readonly message: string } | null
}

interface MediaRow {
  readonly id: string
  readonly original_name: string
  readonly mime_type: string
  readonly status: string
  readonly alt_text: string | null
  readonly platform: string
  readonly part: number
}

/** What one post says, what hangs on it, and where it goes. @throws ApiError NOT_FOUND */
export async function postDetails({ context, shown, staff }: DetailsCall): Promise<PostView> {
  const { looks } = context.database
  const organizationId = String(shown['organizationId'])
  const [author, post, deliveries, media] = await Promise.all([
    staff.ability.can('read', 'Customer')
      ? looks('users')
          .where({ id: shown['userId'] })
          .first<{ readonly email: string } | undefined>('email')
      : undefined,
    looks('posts')
      .where({ organization_id: organizationId, id: shown.id })
      .first<PostRow | undefined>('content', 'hashtags', 'thread', 'first_comment', 'overrides'),
    looks('social_posts as d')
      .join('social_accounts as a', 'a.id', 'd.social_account_id')
      .where({ 'd.organization_id': organizationId, 'd.post_id': shown.id })
      .orderBy('d.id')
      .select<DeliveryRow[]>(
        'd.id',
        'd.state',
        'd.platform',
        'a.username',
        'd.due_at',
        'd.platform_url',
        'd.error',
      ),
    looks('post_media as p')
      .join('media as m', 'm.id', 'p.media_id')
      .where({ 'p.organization_id': organizationId, 'p.post_id': shown.id })
      .orderBy(['p.platform', 'p.part', 'p.position'])
      .select<MediaRow[]>(
        'm.id',
        'm.original_name',
        'm.mime_type',
        'm.status',
        'p.alt_text',
        'p.platform',
        'p.part',
      ),
  ])
  if (post === undefined) throw notFound('Post')
  return {
    author: author?.email ?? null,
    content: post.content,
    hashtags: post.hashtags,
    thread: post.thread.map(({ content }) => content),
    firstComment: post.first_comment,
    overrides: Object.entries(post.overrides).map(([platform, { content }]) => ({
      platform,
      content: content ?? null,
    })),
    deliveries: deliveries.map((row) => ({
      id: row.id,
      state: row.state,
      platform: row.platform,
      username: row.username,
      dueAt: row.due_at.toISOString(),
      url: row.platform_url,
      problem: row.error?.message ?? null,
    })),
    media: media.map((row) => ({
      id: row.id,
      name: row.original_name,
      type: row.mime_type,
      status: row.status,
      alt: row.alt_text,
      platform: row.platform,
      part: row.part,
    })),
  }
}
