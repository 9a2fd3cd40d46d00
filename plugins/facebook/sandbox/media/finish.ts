import { invalidParameter } from '@t21/meta-graph/sandbox'
import type { PageCall } from '../api/page-call.ts'
import { readAudience } from '../posts/feed-rules.ts'
import { visibilityLag } from '../posts/post-store.ts'
import { readTiming } from '../posts/schedule.ts'
import { checkedText, requirePace } from '../posts/text-rules.ts'
import type { Finish } from './video.ts'

/**
 * How a video is to be published, from the parameters of `/videos`.
 *
 * @throws GraphRefusal 100, or for too many publications
 */
export function readFinish({ context, page, params }: PageCall): Finish {
  const description = checkedText('description', params.get('description'))
  const title = checkedText('title', params.get('title'))
  const tags = params.json('content_tags')
  if (tags !== undefined && !Array.isArray(tags)) {
    throw invalidParameter('Param content_tags must be an array.')
  }
  const { placeId, targeting } = readAudience(params)
  const timing = readTiming(context, params)
  if (timing.state === 'published' || timing.state === 'scheduled') requirePace(context, page)
  const story = params.flag('no_story') !== true
  return { ...timing, title, description, placeId, targeting, story, lag: visibilityLag(context) }
}
