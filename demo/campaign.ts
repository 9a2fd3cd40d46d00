/** A post of the demo campaign, as `POST /v1/posts` takes it, without brand and platforms. */
export interface DemoPost {
  readonly title: string
  /** Published so many seconds later than now; at once where it is missing. */
  readonly inSeconds?: number
  /** Goes with the picture. */
  readonly picture?: boolean
  readonly body: Readonly<Record<string, unknown>>
}

/** What the picture shows, for those who cannot see it. */
export const pictureAlt =
  'Dawn over a calm sea: bands of deep blue turn to violet, rose and gold towards the horizon.'

/** A thread, a picture, a poll, and plain text: one of each kind. */
export const campaign: readonly DemoPost[] = [
  {
    title: 'a plain post, for a chosen minute',
    inSeconds: 4,
    body: {
      content: 'We roast on Thursdays. If you can smell it from the harbour, the door is open.',
      hashtags: ['Coffee', 'SlowMornings'],
    },
  },
  {
    title: 'a thread',
    body: {
      content: 'How a sack of beans becomes your morning, in three steps.',
      thread: [
        {
          content:
            '1. We taste every sack before we buy it. Twice, because the first cup is always too exciting.',
        },
        { content: '2. Eleven minutes in the drum. The last forty seconds decide everything.' },
        { content: '3. Then it rests for four days. The hardest part of our job is waiting.' },
      ],
    },
  },
  {
    title: 'a picture with an alternative text',
    picture: true,
    body: { content: 'Ten to six, before the first cup. Worth getting up for.' },
  },
  {
    title: 'a poll',
    body: {
      content: 'Settle this for us, please. The new blend is called …',
      overrides: {
        TWITTER: {
          options: {
            poll: { options: ['High Tide', 'Foghorn', 'Second Wind'], durationMinutes: 1_440 },
          },
        },
      },
    },
  },
]
