import { invalidParameter, missingObject, refusal } from '@t21/meta-graph/sandbox'
import { endpoint, nodeOf, type Call } from '../api/endpoint.ts'
import { insightLimits } from '../api/limits.ts'
import { ownedItem, ownedPost } from '../posts/owned.ts'
import type { Post } from '../posts/post.ts'
import { accountInsights } from './account-insights.ts'
import { metricsFor, metricValue } from './media-metrics.ts'

/** The one breakdown that each of these metrics has, with its values. */
const breakdowns: Readonly<
  Record<string, { readonly dimension: string; readonly values: readonly string[] }>
> = {
  profile_activity: {
    dimension: 'action_type',
    values: ['bio_link_clicked', 'call', 'direction', 'email', 'text', 'other'],
  },
  navigation: {
    dimension: 'story_navigation_action_type',
    values: ['tap_forward', 'tap_back', 'tap_exit', 'swipe_forward'],
  },
}

/** `GET /{media}/insights` and `GET /{ig}/insights`, which share a path (instagram.md 6). */
export const insightRoutes = endpoint({
  method: 'GET',
  path: '/:node/insights',
  operation: 'insights',
  permissions: ['basic', 'insights'],
  handle(call) {
    const id = nodeOf(call)
    const account = accountInsights(call, id)
    if (account !== undefined) return { status: 200, json: account }
    if (ownedItem(call, id) !== undefined) {
      throw invalidParameter('Media insights are not available for items of a carousel')
    }
    const post = ownedPost(call, id)
    if (post === undefined) throw missingObject(id, call.request.method)
    return { status: 200, json: { data: mediaInsights(call, post) } }
  },
})

function mediaInsights(call: Call, post: Post): readonly object[] {
  const { context, params, caller } = call
  const asked = params.requireList('metric')
  const valid = metricsFor(post, caller.login)
  const wrong = asked.find((name) => !valid.includes(name))
  // One that is not supported fails the whole call.
  if (wrong !== undefined) {
    throw invalidParameter(
      `The Media Insights API does not support the ${wrong} metric for this media product type.`,
    )
  }
  if ((params.get('period') ?? 'lifetime') !== 'lifetime') {
    throw invalidParameter('Param period must be lifetime')
  }
  const breakdown = params.get('breakdown')
  const alien = asked.find(
    (name) => breakdown !== undefined && breakdowns[name]?.dimension !== breakdown,
  )
  if (alien !== undefined) {
    throw invalidParameter(`Param breakdown ${breakdown ?? ''} does not go with ${alien}`)
  }
  const viewers = metricValue(context, post, 'reach')
  if (post.product === 'STORY' && viewers < insightLimits.storyViewers) {
    throw refusal({ message: '(#10) Not enough viewers for the media to show insights', code: 10 })
  }
  return asked.map((name) => ({
    name,
    period: 'lifetime',
    ...valueShape(metricValue(context, post, name), name, breakdown),
    title: titleOf(name),
    description: `${titleOf(name)} of this media.`,
    id: `${post.id}/insights/${name}/lifetime`,
  }))
}

function valueShape(value: number, name: string, breakdown: string | undefined): object {
  const known = breakdowns[name]
  if (breakdown === undefined || known === undefined) return { values: [{ value }] }
  const share = Math.floor(value / known.values.length)
  const results = known.values.map((dimension, index) => ({
    dimension_values: [dimension],
    value: index === 0 ? value - share * (known.values.length - 1) : share,
  }))
  return {
    total_value: { value, breakdowns: [{ dimension_keys: [known.dimension], results }] },
  }
}

/** `total_interactions` is "Total interactions". */
function titleOf(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1).replaceAll('_', ' ')
}
