import { Type, type Static } from 'typebox'
import { Id, nullable, Platform, Time } from '../posts/post-fields.schemas.ts'
import { granularities, type Granularity } from './day-range.ts'

const Day = Type.String({ format: 'date', examples: ['2027-01-15'] })
const Count = nullable(Type.Integer())
const Rate = nullable(
  Type.Number({
    minimum: 0,
    description:
      'The engagements of what is counted, divided by the reach, else the impressions, over all posts of which both are known. 0.05 means 5 %.',
    examples: [0.05],
  }),
)
const Timezone = Type.String({ description: 'An IANA name.', examples: ['Europe/London'] })
const GranularityName = Type.Unsafe<Granularity>({
  type: 'string',
  enum: [...granularities],
  description: 'Weeks begin on Monday; the first part begins with the range.',
})

/** What is asked of analytics. */
export const AnalyticsQuery = Type.Object(
  {
    from: Type.Optional({ ...Day, description: 'The first day; 29 days before `to` by default.' }),
    to: Type.Optional({
      ...Day,
      description:
        'The last day, itself part of the range; today by default. At most 366 days after `from`.',
    }),
    timezone: Type.Optional({
      ...Timezone,
      maxLength: 64,
      description:
        'What day and which hour it is when a post goes out; that of the brand by default, UTC for an organization. Numbers are kept by days in UTC.',
    }),
    granularity: Type.Unsafe<Granularity>({ ...GranularityName, default: 'day' }),
    platforms: Type.Optional(
      Type.Array(Platform, { minItems: 1, maxItems: 20, description: 'All by default.' }),
    ),
  },
  { additionalProperties: false },
)

/** See {@link AnalyticsQuery}. */
export type AnalyticsQuery = Static<typeof AnalyticsQuery>

/** The path of the analytics of an account. */
export const AccountAnalyticsParams = Type.Object({ brandId: Id, id: Id })

const figure = (value: typeof Count) =>
  Type.Object({
    value,
    previous: value,
    change: nullable(Type.Number({ description: '`value` less `previous`.' })),
    changePercent: nullable(
      Type.Number({ description: 'In percent of `previous`.', examples: [12.5] }),
    ),
  })

const fields = <Whole, Rated>(whole: Whole, rated: Rated) => ({
  published: whole,
  impressions: whole,
  reach: whole,
  likes: whole,
  comments: whole,
  shares: whole,
  clicks: whole,
  saves: whole,
  videoViews: whole,
  engagements: whole,
  engagementRate: rated,
})

/** The numbers of a range, compared with the range before it, and of its parts. */
const partFields = {
  numbers: Type.Object(fields(figure(Count), figure(Rate)), {
    description:
      '`published`: posts that went out, one for each account. The others: what posts gained in the range, whenever they went out; a number may fall, and `null` is one that no network told. `reach` counts a person once for each post.',
  }),
  series: Type.Array(Type.Object({ date: Day, ...fields(Count, Rate) }), {
    description: 'The parts of the range, oldest first, each by its first day.',
  }),
}

const Part = Type.Object(partFields)

const commonFields = {
  range: Type.Object({
    from: Day,
    to: Day,
    previousFrom: Day,
    previousTo: Day,
    timezone: Timezone,
    granularity: GranularityName,
  }),
  total: Part,
  platforms: Type.Array(Type.Object({ platform: Platform, ...partFields }), {
    description: 'Those of which there is something to tell.',
  }),
}

const Weekday = Type.Integer({ minimum: 1, maximum: 7, description: '1 is Monday.' })
const Hour = Type.Object({
  weekday: Weekday,
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  posts: Type.Integer({ minimum: 1, description: 'How many posts stand behind it.' }),
  engagementRate: Type.Number({ minimum: 0, description: 'The mean of theirs.' }),
})

/** How the posts of a brand, an account or an organization did. */
export const AnalyticsView = Type.Object({
  ...commonFields,
  accounts: Type.Array(
    Type.Object({
      socialAccountId: Id,
      brandId: Id,
      platform: Platform,
      username: Type.String(),
      followers: figure(Count),
    }),
    {
      description:
        'The connected accounts, with the followers that were known last at the end of the range and before it.',
    },
  ),
  topPosts: Type.Array(
    Type.Object({
      postId: Id,
      brandId: Id,
      content: Type.String({ description: 'The first 200 characters.' }),
      platforms: Type.Array(Platform),
      publishedAt: Time,
      engagements: Type.Integer(),
      impressions: Count,
      reach: Count,
      engagementRate: Rate,
      reason: Type.String({
        examples: ['132 engagements: 41 % of those of all posts published in this range.'],
      }),
    }),
    {
      maxItems: 10,
      description:
        'Of the posts published in the range, those with the most engagements up to now; the newer one first where two have the same.',
    },
  ),
  hours: Type.Object(
    {
      best: Type.Array(Hour, { maxItems: 3, description: 'None that has fewer than 3 posts.' }),
      all: Type.Array(Hour, { maxItems: 168 }),
    },
    {
      description:
        'The hours of the week at which posts of the last 90 days went out, in the time zone, and how they did.',
    },
  ),
})

/** See {@link AnalyticsView}. */
export type AnalyticsView = Static<typeof AnalyticsView>

/** How one post did. */
export const PostAnalyticsView = Type.Object({
  postId: Id,
  ...commonFields,
  deliveries: Type.Array(
    Type.Object({
      deliveryId: Id,
      socialAccountId: Id,
      platform: Platform,
      username: Type.String(),
      publishedAt: Time,
      goneAt: nullable(Time),
      knownAt: nullable({ ...Time, description: 'When the network was heard last.' }),
      impressions: Count,
      reach: Count,
      likes: Count,
      comments: Count,
      shares: Count,
      clicks: Count,
      saves: Count,
      videoViews: Count,
      engagements: Count,
      engagementRate: Rate,
    }),
    { description: 'What each has in all, up to now.' },
  ),
})

/** See {@link PostAnalyticsView}. */
export type PostAnalyticsView = Static<typeof PostAnalyticsView>
