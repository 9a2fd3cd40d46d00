import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { mediaLimits } from '../api/limits.ts'
import { findAsset } from '../media/asset-store.ts'
import { statusOf } from '../media/processing.ts'
import { mediaOf, type StoredPost } from './post.ts'

/** linkedin.md 2.1. */
export type Lifecycle = 'DRAFT' | 'PUBLISH_REQUESTED' | 'PUBLISHED' | 'PUBLISH_FAILED'

/** A post waits for its media, and fails with them. */
export function lifecycleOf(context: EmulatorContext, post: StoredPost): Lifecycle {
  if (post.draft) return 'DRAFT'
  const statuses = mediaOf(post).map(({ assetId }) => {
    const asset = findAsset(context, assetId)
    return asset === undefined ? 'PROCESSING_FAILED' : statusOf(context, asset)
  })
  if (statuses.includes('PROCESSING_FAILED')) return 'PUBLISH_FAILED'
  const age = (context.now().getTime() - post.createdAt) / 1000
  if (post.fails) return age < mediaLimits.steps ? 'PUBLISH_REQUESTED' : 'PUBLISH_FAILED'
  return statuses.some((status) => status !== 'AVAILABLE') ? 'PUBLISH_REQUESTED' : 'PUBLISHED'
}

/** True for a post that others see. */
export function isVisible(context: EmulatorContext, post: StoredPost): boolean {
  return lifecycleOf(context, post) === 'PUBLISHED'
}
