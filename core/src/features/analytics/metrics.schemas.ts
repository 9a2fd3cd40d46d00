import { Type } from 'typebox'
import { nullable } from '../posts/post-fields.schemas.ts'

const Id = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Day = Type.String({
  format: 'date',
  description: 'A day in UTC.',
  examples: ['2027-01-15'],
})
const Count = nullable(Type.Integer({ minimum: 0 }))

const PostCounts = {
  impressions: Count,
  reach: Count,
  likes: Count,
  comments: Count,
  shares: Count,
  clicks: Count,
  saves: Count,
  videoViews: Count,
}

const EngagementRate = nullable(
  Type.Number({
    minimum: 0,
    description:
      'The network’s own engagements, else likes + comments + shares (+ clicks + saves where told), divided by the reach, else the impressions. 0.05 means 5 %. `null` where one of them is not known.',
    examples: [0.05],
  }),
)

/** What the path names. */
export const IdParams = Type.Object({ id: Id })

/** The numbers of one post at one account. */
export const DeliveryMetricsView = Type.Object(
  {
    deliveryId: Id,
    goneAt: nullable({
      ...Time,
      description: 'When it was noticed that the post is not at the network any more.',
    }),
    nextAt: nullable({
      ...Time,
      description: 'When the network is asked next; `null`: only when you ask.',
    }),
    latest: Type.Union(
      [
        Type.Object({
          takenAt: Time,
          ...PostCounts,
          engagements: Count,
          engagementRate: EngagementRate,
        }),
        Type.Null(),
      ],
      { description: 'What the network said last; `null` as long as it said nothing.' },
    ),
    days: Type.Array(
      Type.Object({
        date: Day,
        ...PostCounts,
        engagementRate: EngagementRate,
        fetchedAt: Time,
      }),
      {
        description:
          'One for each day on which the network told something, oldest first, at most the last 366: the totals at the end of the day, not its growth.',
      },
    ),
  },
  { description: 'A number that the network does not tell is `null`, never 0.' },
)

/** The range of `GET /v1/social-accounts/:id/metrics`. */
export const AccountMetricsQuery = Type.Object(
  {
    from: Type.Optional({
      ...Day,
      description: 'The first day, UTC; 29 days before `to` by default.',
    }),
    to: Type.Optional({
      ...Day,
      description: 'The last day, UTC, itself part of the range; today by default.',
    }),
  },
  { additionalProperties: false },
)

/** The numbers of an account, day by day. */
export const AccountMetricsView = Type.Object(
  {
    socialAccountId: Id,
    from: Day,
    to: Day,
    days: Type.Array(
      Type.Object({
        date: Day,
        followers: Count,
        following: Count,
        posts: Count,
        views: Count,
        reach: Count,
        profileViews: Count,
        fetchedAt: Time,
      }),
      {
        description:
          'Oldest first. `views`, `reach` and `profileViews` are those of the last whole day that the network told of.',
      },
    ),
  },
  { description: 'A number that the network does not tell is `null`, never 0.' },
)
