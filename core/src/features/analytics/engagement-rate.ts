import type { PostMetrics } from '@t21/plugin-kit'

/**
 * How many of those who saw a post did something with it: the only place where T21 computes it.
 *
 * Above the line stand the network's own engagements, where it tells them; else likes + comments + shares, which
 * have to be known all three, + clicks and saves where these are told. Below it stands the reach, or the impressions
 * where the network does not tell a reach. 0.05 means 5 %; it may be more than 1, since a person can do several things.
 *
 * @returns `null` where one of them is not known, or nobody has seen the post
 */
export function engagementRate(numbers: PostMetrics): number | null {
  const engagements = numbers.engagements ?? interactions(numbers)
  const seen = numbers.reach ?? numbers.impressions
  if (engagements === null || seen === null || seen === 0) return null
  return engagements / seen
}

function interactions({ likes, comments, shares, clicks, saves }: PostMetrics): number | null {
  if (likes === null || comments === null || shares === null) return null
  return likes + comments + shares + (clicks ?? 0) + (saves ?? 0)
}
