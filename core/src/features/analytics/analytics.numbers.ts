import { rateOf, type RateParts } from './engagement-rate.ts'

/** What adds up over posts and days, and how the column is called. */
export const gainColumns = {
  impressions: 'impressions',
  reach: 'reach',
  likes: 'likes',
  comments: 'comments',
  shares: 'shares',
  clicks: 'clicks',
  saves: 'saves',
  videoViews: 'video_views',
  engagements: 'engagements',
} as const

/** A number of {@link gainColumns}. */
export type GainName = keyof typeof gainColumns

/** The names of {@link gainColumns}. */
export const gainNames = Object.keys(gainColumns) as GainName[]

/** The two halves of the engagement rate, and how the columns are called. */
export const rateColumns = {
  rateEngagements: 'rate_engagements',
  rateAudience: 'rate_audience',
} as const

/** What posts gained in some days. `null` where no network told it: never an invented zero. */
export type Gains = Readonly<Record<GainName, number | null>> & RateParts

/** What can be shown of some days. */
export type Numbers = Readonly<Record<GainName, number | null>> & {
  /** Deliveries that went out. */
  readonly published: number
  readonly engagementRate: number | null
}

const everyName = [...gainNames, 'rateEngagements', 'rateAudience'] as const

const nothing = Object.fromEntries(everyName.map((name) => [name, null])) as Record<
  keyof Gains,
  number | null
>

/** The sum of what is known; `null` for a number that none of them knows. */
export function sumOfGains(rows: readonly Gains[]): Gains {
  const sums = { ...nothing }
  for (const row of rows) {
    for (const name of everyName) {
      const value = row[name]
      if (value !== null) sums[name] = (sums[name] ?? 0) + value
    }
  }
  return sums
}

/** What posts gained, with the rate of it, and how many went out. */
export function numbersOf(gains: readonly Gains[], published: number): Numbers {
  const { rateEngagements, rateAudience, ...sums } = sumOfGains(gains)
  return { ...sums, published, engagementRate: rateOf({ rateEngagements, rateAudience }) }
}
