import { graphTime, invalidParameter } from '@t21/meta-graph/sandbox'
import { createHash } from 'node:crypto'
import type { Account } from '../accounts/account.ts'
import { followersOf } from '../accounts/account-view.ts'
import { accountOfCaller, type Call } from '../api/endpoint.ts'
import { insightLimits } from '../api/limits.ts'

/** Which shapes a metric has (instagram.md 6, "Account"). */
const shapes: Readonly<Record<string, readonly ('total_value' | 'time_series')[]>> = {
  reach: ['total_value', 'time_series'],
  follower_count: ['time_series'],
  online_followers: ['time_series'],
  website_clicks: ['total_value'],
  views: ['total_value'],
  accounts_engaged: ['total_value'],
  total_interactions: ['total_value'],
  likes: ['total_value'],
  comments: ['total_value'],
  shares: ['total_value'],
  saves: ['total_value'],
  replies: ['total_value'],
  reposts: ['total_value'],
  follows_and_unfollows: ['total_value'],
  profile_links_taps: ['total_value'],
  profile_views: ['total_value'],
  engaged_audience_demographics: ['total_value'],
  reached_audience_demographics: ['total_value'],
  follower_demographics: ['total_value'],
}

const demographics = ['age', 'city', 'country', 'gender']
const day = 24 * 60 * 60 * 1000

/** The window that a call asks for, in milliseconds. */
interface Window {
  readonly since: number
  readonly until: number
}

/** Insights of an account; `undefined` where the id is none of the caller's accounts. @throws GraphRefusal 100 */
export function accountInsights(call: Call, id: string): object | undefined {
  const account = accountOfCaller(call, id)
  if (account === undefined) return undefined
  const { params } = call
  const names = params.requireList('metric')
  const wrong = names.find((name) => shapes[name] === undefined)
  if (wrong !== undefined) {
    throw invalidParameter(
      `metric[${names.indexOf(wrong)}] must be one of the following values: ${Object.keys(shapes).join(', ')}`,
    )
  }
  const shape = params.get('metric_type') ?? 'time_series'
  if (shape !== 'total_value' && shape !== 'time_series') {
    throw invalidParameter('Param metric_type must be total_value or time_series')
  }
  const unfit = names.find((name) => shapes[name]?.includes(shape) !== true)
  if (unfit !== undefined) {
    throw invalidParameter(
      `The metric ${unfit} should be specified with another metric_type than ${shape}`,
    )
  }
  const isDemographic = names.some((name) => name.endsWith('_demographics'))
  const period = params.require('period')
  if (period !== (isDemographic || names.includes('online_followers') ? 'lifetime' : 'day')) {
    throw invalidParameter(`Param period ${period} does not go with ${names.join(',')}`)
  }
  if (isDemographic) requireDemographics(call)
  const window = windowOf(call)
  const data = names.flatMap((name) => {
    const shown = valuesOf(call, account, name, shape, window)
    if (shown === undefined) return []
    return [
      {
        name,
        period,
        title: name,
        description: name,
        ...shown,
        id: `${account.id}/insights/${name}/${period}`,
      },
    ]
  })
  return { data }
}

function requireDemographics({ params }: Call): void {
  const breakdown = params.get('breakdown') ?? ''
  if (!demographics.includes(breakdown) || params.get('timeframe') === undefined) {
    throw invalidParameter(
      'Demographics need timeframe and a breakdown of age, city, country or gender',
    )
  }
}

/** At most 30 days, of the last 90; yesterday where nothing is said. */
function windowOf({ context, params }: Call): Window {
  const now = context.now().getTime()
  const until = params.time('until') ?? now
  const since = params.time('since') ?? until - day
  const { days, historyDays } = insightLimits
  if (since > until) throw invalidParameter('Param since must be before until')
  if (until - since > days * day) {
    throw invalidParameter(`There cannot be more than ${days} days between since and until`)
  }
  if (since < now - historyDays * day) {
    throw invalidParameter(`Param since must be within the last ${historyDays} days`)
  }
  return { since, until }
}

/** Nothing where Instagram shows nothing: few followers, `profile_views`. */
function valuesOf(
  { params }: Call,
  account: Account,
  name: string,
  shape: 'total_value' | 'time_series',
  { since, until }: Window,
): object | undefined {
  const few = followersOf(account) < insightLimits.demographicsFollowers
  const isDemographic = name.endsWith('_demographics')
  if (name === 'profile_views') return undefined
  if (few && (isDemographic || name === 'follower_count' || name === 'online_followers')) {
    return undefined
  }
  const dates: number[] = []
  // A day ends at midnight in California.
  for (let end = Math.floor(since / day) * day + 7 * 60 * 60 * 1000; end <= until; end += day) {
    if (end > since) dates.push(end)
  }
  if (isDemographic) {
    const results = ['a', 'b', 'c'].map((value, index) => ({
      dimension_values: [value],
      value: Math.floor(followersOf(account) / (index + 2)),
    }))
    const breakdowns = [{ dimension_keys: [params.get('breakdown')], results }]
    return { total_value: { breakdowns } }
  }
  if (shape === 'time_series') {
    return {
      values: dates.map((end) => ({
        value: dayValue(account, name, end),
        end_time: graphTime(end),
      })),
    }
  }
  let value = 0
  for (const end of dates) value += dayValue(account, name, end)
  return { total_value: { value } }
}

/** Always the same for an account, a metric and a day. */
function dayValue(account: Account, name: string, end: number): number {
  const digest = createHash('sha256').update(`${account.id}:${name}:${end}`).digest()
  return digest.readUInt16BE(0) % (name === 'reach' || name === 'views' ? 2000 : 60)
}
