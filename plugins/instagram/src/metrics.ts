import { readProblem } from '@t21/meta-graph'
import {
  type ConnectorCall,
  isSuccess,
  type MetricsQuery,
  type PostMetrics,
  unknownMetrics,
} from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { isMissing } from './container.status.ts'
import { callFailure, withoutMeaning } from './errors.ts'
import { factsOf } from './facts.ts'
import { insights } from './insights.ts'
import { storyLifeSeconds } from './limits.ts'
import { keyIn } from './published-key.ts'
import { ask, segment } from './request.ts'
import type { Settings } from './settings.ts'

const feedMetrics = ['views', 'reach', 'likes', 'comments', 'saved', 'shares', 'total_interactions']
const storyMetrics = ['views', 'reach', 'shares', 'total_interactions']

/** For so long a post that is not shown may just be fresh: 100/33 is a known fault then. */
const freshSeconds = 3_600

/**
 * The numbers of posts, which Instagram tells per kind of post: instagram.md 6. Those of a story end with it, after 24
 * hours; they are unknown then, and the story has not vanished.
 */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const found = new Map<string, PostMetrics>()
  for (const post of posts) {
    const numbers = await measure(call, post)
    if (numbers) found.set(post.remoteId, numbers)
  }
  return found
}

const MediaAnswer = Type.Object({
  media_product_type: Type.Optional(Type.String()),
  like_count: Type.Optional(Type.Number()),
  comments_count: Type.Optional(Type.Number()),
})

const AccountAnswer = Type.Object({ username: Type.String() })

async function measure(
  call: ConnectorCall<Settings>,
  post: MetricsQuery,
): Promise<PostMetrics | null> {
  const ageSeconds = (call.now.getTime() - post.publishedAt.getTime()) / 1000
  const isStory = post.options['format'] === 'story'
  if (keyIn(post.remoteId) || (isStory && ageSeconds > storyLifeSeconds)) return unknownMetrics
  const media = await readMedia(call, post.remoteId)
  if (media === null) {
    if (ageSeconds < freshSeconds) throw notShown()
    return (await isAccountVisible(call)) ? null : unknownMetrics
  }
  const product = media.media_product_type ?? (isStory ? 'STORY' : 'FEED')
  const told = await insights(call, metricsOf(call, product), {
    path: `${segment(post.remoteId)}/insights`,
  })
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

async function readMedia(
  call: ConnectorCall<Settings>,
  mediaId: string,
): Promise<Static<typeof MediaAnswer> | null> {
  const response = await ask(call, {
    method: 'GET',
    path: segment(mediaId),
    query: { fields: 'media_product_type,like_count,comments_count' },
  })
  if (!isSuccess(response)) {
    if (isMissing(readProblem(response))) return null
    throw callFailure(response, 'reading the numbers', call.now)
  }
  const media = read(MediaAnswer, response.json)
  if (!media) throw withoutMeaning(response, 'a post')
  return media
}

// A token that may see nothing says the same of every post: only with one that sees its account, a post has vanished.
async function isAccountVisible(call: ConnectorCall<Settings>): Promise<boolean> {
  const response = await ask(call, {
    method: 'GET',
    path: segment(call.account.platformUserId),
    query: { fields: 'username' },
  })
  if (isSuccess(response)) {
    if (read(AccountAnswer, response.json)) return true
    throw withoutMeaning(response, 'the account')
  }
  if (isMissing(readProblem(response))) return false
  throw callFailure(response, 'reading the account', call.now)
}

function metricsOf(call: ConnectorCall<Settings>, product: string): readonly string[] {
  if (product !== 'STORY') return feedMetrics
  const { login } = factsOf(call.account.facts)
  return login === 'facebook' ? [...storyMetrics, 'link_clicks'] : storyMetrics
}

function notShown(): Error {
  return failures.transient({
    message: 'Instagram does not show this fresh post yet.',
    remedy: 'Nothing: it is asked again.',
    networkCode: '100/33',
  })
}
