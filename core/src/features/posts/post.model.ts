import type { PostStatus } from '../publishing/post-status.ts'
import { BaseModel } from '../../db/base.model.ts'
import type { PlatformOverride, ThreadItem } from './parts.ts'

/**
 * What a post can be. Derived from its deliveries by `publishing/post-status.ts`, never set by hand; but for
 * `PENDING_APPROVAL`, which holds until there are some.
 */
export const postStatuses = [
  'DRAFT',
  'PENDING_APPROVAL',
  'SCHEDULED',
  'PUBLISHING',
  'PUBLISHED',
  'PARTIALLY_PUBLISHED',
  'FAILED',
] as const satisfies readonly PostStatus[]

export type { PostStatus }

/** What a person writes once and T21 publishes in many places. */
export class Post extends BaseModel {
  static override readonly tableName = 'posts'
  static override readonly jsonAttributes = ['thread', 'overrides']
  declare id: string
  declare organizationId: string
  declare brandId: string
  declare userId: string | null
  declare content: string
  /** As the author gave them; what was fetched from there is in `post_media`. */
  declare imageUrls: string[]
  declare videoUrl: string | null
  /** Without `#`. */
  declare hashtags: string[]
  declare thread: ThreadItem[]
  declare firstComment: string | null
  declare overrides: Record<string, PlatformOverride>
  declare platforms: string[]
  /** `null`: every active account of the platforms. */
  declare socialAccountIds: string[] | null
  declare aiGenerated: boolean
  declare aiPrompt: string | null
  declare aiModel: string | null
  declare status: PostStatus
  declare scheduledFor: Date | null
  declare publishedAt: Date | null
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
