import type { PostNumbers } from './numbers.ts'

/** A number, or numbers by kind. */
export type MetricValue = number | Readonly<Record<string, number>>

/** The metrics of a post that are alive (facebook.md 6). */
export const postMetrics: Readonly<Record<string, (numbers: PostNumbers) => MetricValue>> = {
  post_media_view: ({ views }) => views,
  post_total_media_view_unique: ({ reach }) => reach,
  post_clicks: ({ clicks }) => clicks,
  post_clicks_by_type: ({ clicks }) => (clicks === 0 ? {} : { 'other clicks': clicks }),
  post_reactions_by_type_total: (numbers) => reactions(numbers),
  post_reactions_like_total: ({ likes }) => likes,
  post_reactions_love_total: ({ loves }) => loves,
  post_reactions_wow_total: ({ wows }) => wows,
  post_reactions_haha_total: ({ hahas }) => hahas,
  post_reactions_sorry_total: () => 0,
  post_reactions_anger_total: () => 0,
  post_video_views: ({ videoViews }) => videoViews,
  post_video_avg_time_watched: ({ watchedEach }) => watchedEach,
  post_video_view_time: ({ watchedEach, videoViews }) => watchedEach * videoViews,
}

/** The metrics of a video; its post's would be dead (facebook.md 6: names of older documentation). */
export const videoMetrics: Readonly<Record<string, (numbers: PostNumbers) => MetricValue>> = {
  blue_reels_play_count: ({ videoViews }) => videoViews,
  post_video_avg_time_watched: ({ watchedEach }) => watchedEach,
  post_video_view_time: ({ watchedEach, videoViews }) => watchedEach * videoViews,
  post_video_likes_by_reaction_type: (numbers) => reactions(numbers),
  post_video_social_actions: ({ comments, shares }) => filled({ COMMENT: comments, SHARE: shares }),
}

function reactions({ likes, loves, wows, hahas }: PostNumbers): MetricValue {
  return filled({ like: likes, love: loves, wow: wows, haha: hahas })
}

/** Kinds without a count are left out. */
function filled(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
