import { settled, type Insights } from '@t21/meta-graph'
import {
  type ConnectorCall,
  type MetricsQuery,
  type PostMetrics,
  unknownMetrics,
} from '@t21/plugin-kit'
import { factsOf } from './facts.ts'
import { insights } from './insights.ts'
import { storyLifeSeconds } from './limits.ts'
import { isAccountVisible, readMedia, type MeasuredMedia } from './measured-media.ts'
import { keyIn } from './published-key.ts'
import { segment } from './request.ts'
import type { Settings } from './settings.ts'

const feedMetrics = ['views', 'reach', 'likes', 'comments', 'saved', 'shares', 'total_interactions']
const storyMetrics = ['views', 'reach', 'shares', 'total_interactions']

/** A post that Instagram shows, and as what. */
interface Shown {
  readonly remoteId: string
  readonly media: MeasuredMedia
  readonly product: string
}

/**
 * The numbers of posts, which Instagram tells per kind of post: instagram.md 6. Those of a story end with it, after 24
 * hours; they are unknown then, and the story has not vanished. So are those of a post about which Instagram says nothing
 * while it tells others.
 */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const asked = posts.filter((post) => isAskable(call, post))
  const found = new Map(posts.map(({ remoteId }) => [remoteId, unknownMetrics]))
  const media = settled(await readMedia(call, asked), null)
  if (media.includes('missing') && (await isAccountVisible(call))) {
    for (const [at, { remoteId }] of asked.entries()) {
      if (media[at] === 'missing') found.delete(remoteId)
    }
  }
  const shown = asked.flatMap((post, at) => shownAs(post, media[at]))
  const questions = shown.map(({ remoteId, product }) => ({
    path: `${segment(remoteId)}/insights`,
    metrics: metricsOf(call, product),
  }))
  const told = settled(await insights(call, questions), noInsights)
  for (const [at, post] of shown.entries()) {
    found.set(post.remoteId, numbersOf(post, told[at] ?? noInsights))
  }
  return found
}

const noInsights: Insights = new Map()

function isStory({ options }: MetricsQuery): boolean {
  return options['format'] === 'story'
}

/** False for a post whose id is not known yet, and for a story that has ended. */
function isAskable({ now }: ConnectorCall<Settings>, post: MetricsQuery): boolean {
  const ageSeconds = (now.getTime() - post.publishedAt.getTime()) / 1000
  return !keyIn(post.remoteId) && !(isStory(post) && ageSeconds > storyLifeSeconds)
}

function shownAs(
  post: MetricsQuery,
  media: MeasuredMedia | 'missing' | null | undefined,
): readonly Shown[] {
  if (!media || media === 'missing') return []
  const product = media.media_product_type ?? (isStory(post) ? 'STORY' : 'FEED')
  return [{ remoteId: post.remoteId, media, product }]
}

function metricsOf(call: ConnectorCall<Settings>, product: string): readonly string[] {
  if (product !== 'STORY') return feedMetrics
  const { login } = factsOf(call.account.facts)
  return login === 'facebook' ? [...storyMetrics, 'link_clicks'] : storyMetrics
}

function numbersOf({ media, product }: Shown, told: Insights): PostMetrics {
  return {
    impressions: told.get('views') ?? null,
    reach: told.get('reach') ?? null,
    likes: told.get('likes') ?? media.like_count ?? null,
    comments: told.get('comments') ?? media.comments_count ?? null,
    shares: told.get('shares') ?? null,
    clicks: told.get('link_clicks') ?? null,
    saves: told.get('saved') ?? null,
    videoViews: product === 'REELS' ? (told.get('views') ?? null) : null,
    engagements: told.get('total_interactions') ?? null,
  }
}
