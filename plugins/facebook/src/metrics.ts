import { settled, type Insights } from '@t21/meta-graph'
import type { ConnectorCall, MetricsQuery, PostMetrics } from '@t21/plugin-kit'
import { unknownMetrics } from '@t21/plugin-kit'
import { insightsPath } from './api.ts'
import { readCounters, type Counters } from './counters.ts'
import { insights } from './insights.ts'
import type { Settings } from './settings.ts'

const insightMetrics = [
  'post_media_view',
  'post_total_media_view_unique',
  'post_clicks',
  'post_video_views',
] as const

/**
 * The numbers of posts, in batches: facebook.md 6. A post that Facebook does not know is left out; one about which it
 * says nothing while it tells others has unknown numbers.
 */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const [stories, counted] = [posts.filter(isStory), posts.filter((post) => !isStory(post))]
  const found = new Map(stories.map(({ remoteId }) => [remoteId, unknownMetrics]))
  const counters = settled(await readCounters(call, counted), null)

  const shown = new Map<string, Counters>()
  for (const [at, { remoteId }] of counted.entries()) {
    const answer = counters[at] ?? null
    if (answer === null) found.set(remoteId, unknownMetrics)
    else if (answer !== 'gone') shown.set(remoteId, answer)
  }
  const questions = [...shown.keys()].map((remoteId) => ({
    path: insightsPath(remoteId),
    metrics: insightMetrics,
    query: { period: 'lifetime' },
  }))
  const numbers = settled(await insights(call, questions), noInsights)
  for (const [at, [remoteId, answer]] of [...shown].entries()) {
    found.set(remoteId, metricsOf(answer, numbers[at] ?? noInsights))
  }
  return found
}

const noInsights: Insights = new Map()

/** Stories have neither counters nor insights here. */
function isStory({ options }: MetricsQuery): boolean {
  return options['format'] === 'story'
}

function metricsOf({ likes, comments, shares }: Counters, told: Insights): PostMetrics {
  return {
    ...unknownMetrics,
    impressions: told.get('post_media_view') ?? null,
    reach: told.get('post_total_media_view_unique') ?? null,
    likes,
    comments,
    shares,
    clicks: told.get('post_clicks') ?? null,
    videoViews: told.get('post_video_views') ?? null,
  }
}
