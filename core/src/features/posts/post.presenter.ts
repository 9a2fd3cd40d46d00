import type { PlatformOverride, ThreadItem } from './parts.ts'
import type { PostStatus } from './post.model.ts'
import type { PostView } from './posts.schemas.ts'

/** A post as the database has it, with its media gathered. Reads skip the model: it costs more than the row. */
export interface PostRow {
  readonly id: string
  readonly organization_id: string
  readonly brand_id: string
  readonly user_id: string | null
  readonly content: string
  readonly image_urls: string[]
  readonly video_url: string | null
  readonly hashtags: string[]
  readonly thread: ThreadItem[]
  readonly first_comment: string | null
  readonly overrides: Record<string, PlatformOverride>
  readonly platforms: string[]
  readonly social_account_ids: string[] | null
  readonly ai_generated: boolean
  readonly ai_prompt: string | null
  readonly ai_model: string | null
  readonly status: PostStatus
  readonly scheduled_for: Date | null
  readonly published_at: Date | null
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
  /** Of the post itself, in order. */
  readonly media_ids: readonly string[] | null
  readonly alt_texts: Readonly<Record<string, string>> | null
}

/** A post as the API answers it. */
export function presentPost(row: PostRow): PostView {
  return {
    id: row.id,
    organizationId: row.organization_id,
    brandId: row.brand_id,
    userId: row.user_id,
    content: row.content,
    platforms: row.platforms,
    socialAccountIds: row.social_account_ids,
    status: row.status,
    scheduledFor: row.scheduled_for === null ? null : row.scheduled_for.toISOString(),
    publishedAt: row.published_at === null ? null : row.published_at.toISOString(),
    imageUrls: row.image_urls,
    videoUrl: row.video_url,
    mediaIds: (row.media_ids ?? []) as string[],
    altTexts: row.alt_texts ?? {},
    hashtags: row.hashtags,
    thread: row.thread as PostView['thread'],
    firstComment: row.first_comment,
    overrides: row.overrides as PostView['overrides'],
    aiGenerated: row.ai_generated,
    aiPrompt: row.ai_prompt,
    aiModel: row.ai_model,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
