import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Login } from '../oauth/scopes.ts'
import { interactionsOf, metricsOf, type PostMetrics } from '../posts/metrics.ts'
import type { Post } from '../posts/post.ts'

/** The metrics of each product (instagram.md 6). */
const metricNames: Readonly<Record<Post['product'], readonly string[]>> = {
  FEED: [
    'views',
    'reach',
    'likes',
    'comments',
    'saved',
    'shares',
    'reposts',
    'total_interactions',
    'profile_visits',
    'profile_activity',
    'follows',
  ],
  REELS: [
    'views',
    'reach',
    'likes',
    'comments',
    'saved',
    'shares',
    'reposts',
    'total_interactions',
    'ig_reels_avg_watch_time',
    'ig_reels_video_view_total_time',
    'reels_skip_rate',
    'crossposted_views',
    'facebook_views',
  ],
  STORY: [
    'views',
    'reach',
    'replies',
    'navigation',
    'shares',
    'follows',
    'profile_visits',
    'profile_activity',
    'total_interactions',
  ],
}

/** What only Facebook Login has. */
const facebookMetrics: Readonly<Record<Post['product'], readonly string[]>> = {
  FEED: ['total_views', 'total_likes', 'total_comments'],
  REELS: ['total_views', 'total_likes', 'total_comments'],
  STORY: ['link_clicks', 'total_views', 'total_likes', 'total_comments'],
}

/** The metrics that can be asked for of a post. */
export function metricsFor(post: Post, login: Login): readonly string[] {
  const common = metricNames[post.product]
  return login === 'instagram' ? common : [...common, ...facebookMetrics[post.product]]
}

/** The value of a metric now. */
export function metricValue(context: EmulatorContext, post: Post, name: string): number {
  const metrics = metricsOf(context, post)
  return valueOf(metrics, name)
}

function valueOf(metrics: PostMetrics, name: string): number {
  const { reach, views } = metrics
  const direct: Readonly<Record<string, number>> = {
    views,
    reach,
    likes: metrics.likes,
    comments: metrics.comments,
    saved: metrics.saved,
    shares: metrics.shares,
    reposts: metrics.reposts,
    total_interactions: interactionsOf(metrics),
    profile_visits: metrics.profileVisits,
    profile_activity: Math.floor(metrics.profileVisits / 3),
    follows: metrics.follows,
    replies: Math.floor(metrics.shares / 2),
    navigation: Math.floor(reach * 1.4),
    link_clicks: Math.floor(reach / 40),
    ig_reels_avg_watch_time: metrics.averageWatchTime,
    ig_reels_video_view_total_time: metrics.averageWatchTime * views,
    reels_skip_rate: reach === 0 ? 0 : 30,
    crossposted_views: views,
    facebook_views: 0,
    total_views: views,
    total_likes: metrics.likes,
    total_comments: metrics.comments,
  }
  return direct[name] ?? 0
}
