/** What is known of a post and adds up from reading to reading, as columns. */
const numbers = [
  'impressions',
  'reach',
  'likes',
  'comments',
  'shares',
  'clicks',
  'saves',
  'video_views',
  'engagements',
  'rate_engagements',
  'rate_audience',
] as const

const list = numbers.join(', ')

/**
 * Fills `post_totals` and `account_gains` from the days of `post_analytics`, where they are empty: for rows that are older than
 * these tables. Values are cumulative, so that a day's gain is what was known that day less what was known before.
 */
export const fillTotalsAndGains: readonly string[] = [
  `insert into post_totals (organization_id, social_post_id, ${list}, engagement_rate, known_at)
   select organization_id, social_post_id,
     ${[...numbers, 'engagement_rate']
       .map(
         (name) => `(array_agg(${name} order by date desc) filter (where ${name} is not null))[1]`,
       )
       .join(', ')}, max(fetched_at)
   from post_analytics group by 1, 2`,
  `insert into account_gains (organization_id, social_account_id, date, ${list})
   select organization_id, social_account_id, date,
     ${numbers.map((name) => `sum(gain) filter (where name = '${name}')`).join(', ')}
   from (
     select p.organization_id, p.social_account_id, p.date, told.name,
       told.value - coalesce(lag(told.value) over (partition by p.social_post_id, told.name order by p.date), 0) as gain
     from post_analytics p
     cross join lateral (values ${numbers.map((name) => `('${name}', p.${name})`).join(', ')}) as told(name, value)
     where told.value is not null
   ) as gains
   group by 1, 2, 3`,
]
