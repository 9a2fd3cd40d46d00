import type { PostMetrics } from '@t21/plugin-kit'

/** What stands above and below the line of an engagement rate. Both are known, or neither. */
export interface RateParts {
  readonly rateEngagements: number | null
  readonly rateAudience: number | null
}

/**
 * How many of those who saw a post did something with it: the only place where T21 computes it.
 *
 * Above the line stand the {@link engagementsOf} the post. Below it stands the reach, or the impressions where the network
 * does not tell a reach. 0.05 means 5 %; it may be more than 1, since a person can do several things.
 *
 * @returns `null` where one of them is not known, or nobody has seen the post
 */
export function engagementRate(numbers: PostMetrics): number | null {
  return rateOf(ratePartsOf(numbers))
}

/** The rate of sums of parts: of all posts of a range. `null` where nobody is known to have seen them. */
export function rateOf({ rateEngagements, rateAudience }: RateParts): number | null {
  if (rateEngagements === null || rateAudience === null) return null
  if (rateAudience <= 0 || rateEngagements < 0) return null
  return rateEngagements / rateAudience
}

/** What one post adds to the rate of many: nothing where half of it is not known. */
export function ratePartsOf(numbers: PostMetrics): RateParts {
  const engagements = engagementsOf(numbers)
  const seen = numbers.reach ?? numbers.impressions
  if (engagements === null || seen === null) return { rateEngagements: null, rateAudience: null }
  return { rateEngagements: engagements, rateAudience: seen }
}

/**
 * The network's own engagements, where it tells them; else likes + comments + shares, which have to be known all three,
 * + clicks and saves where these are told.
 */
export function engagementsOf(numbers: PostMetrics): number | null {
  if (numbers.engagements !== null) return numbers.engagements
  const { likes, comments, shares, clicks, saves } = numbers
  if (likes === null || comments === null || shares === null) return null
  return likes + comments + shares + (clicks ?? 0) + (saves ?? 0)
}
