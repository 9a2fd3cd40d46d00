import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { insightLimits } from '../api/limits.ts'
import type { Post } from '../posts/post.ts'
import { metricValue } from './media-metrics.ts'

const names = ['views', 'reach', 'replies', 'navigation', 'shares'] as const

/**
 * The last numbers of a story, as the webhook `story_insights` tells them when it ends (instagram.md 7): -1
 * where too few have seen it.
 */
export function storyValues(context: EmulatorContext, post: Post): object {
  const few = metricValue(context, post, 'reach') < insightLimits.storyViewers
  const values = names.map((name) => [name, few ? -1 : metricValue(context, post, name)])
  return { media_id: post.id, ...Object.fromEntries(values) }
}
