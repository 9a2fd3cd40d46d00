/** A file beside this one that the campaign shows. */
export interface DemoFile {
  readonly name: string
  readonly type: string
  /** What it shows, for those who cannot see it. */
  readonly alt: string
}

/** A post of the demo campaign, as `POST /v1/posts` takes it, without brand and platforms. */
export interface DemoPost {
  readonly title: string
  /** Published so many seconds later than now; at once where it is missing. */
  readonly inSeconds?: number
  readonly files?: readonly DemoFile[]
  /** Where it goes, as far as the platform is there. */
  readonly platforms: readonly string[]
  /** What AI is asked to write; its text takes the place of `content`. */
  readonly brief?: string
  readonly body: Readonly<Record<string, unknown>>
}

const dawn: DemoFile = {
  name: 'dawn.png',
  type: 'image/png',
  alt: 'Dawn over a calm sea: bands of deep blue turn to violet, rose and gold towards the horizon.',
}
const harbour: DemoFile = {
  name: 'harbour.jpg',
  type: 'image/jpeg',
  alt: 'Five coloured houses along a harbour wall.',
}
const beans: DemoFile = {
  name: 'beans.jpg',
  type: 'image/jpeg',
  alt: 'Roasted coffee beans, close up.',
}
const cup: DemoFile = {
  name: 'cup.jpg',
  type: 'image/jpeg',
  alt: 'A steaming cup of coffee on a wooden table.',
}
const lighthouse: DemoFile = {
  name: 'dawn.mp4',
  type: 'video/mp4',
  alt: 'The sun rises behind a lighthouse whose beam goes round.',
}
const menu: DemoFile = { name: 'menu.pdf', type: 'application/pdf', alt: 'The winter card.' }

const everywhere = ['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TIKTOK', 'TWITTER']
const tiktok = { privacyLevel: 'PUBLIC_TO_EVERYONE', allowComments: true, ownBrand: true }

/** One of each kind, each in the form that its network wants. */
export const campaign: readonly DemoPost[] = [
  {
    title: 'one post for five networks, each in its own words, with a first comment',
    files: [dawn],
    platforms: everywhere,
    brief:
      'Dawn over the harbour at ten to six, before the first cup of coffee: worth getting up for.',
    body: {
      overrides: {
        INSTAGRAM: { firstComment: 'Doors open at seven. The stove is on already.' },
        FACEBOOK: {
          firstComment: 'Tomorrow’s roast: Foghorn. First bag is free for whoever names the ship.',
        },
        LINKEDIN: { firstComment: 'Questions about our beans? We answer after the first roast.' },
        TIKTOK: { options: { ...tiktok, title: 'Ten to six' } },
      },
    },
  },
  {
    title: 'a plain post, for a chosen minute',
    inSeconds: 4,
    platforms: ['FACEBOOK', 'LINKEDIN', 'TWITTER'],
    brief: 'We roast on Thursdays. If you can smell it from the harbour, the door is open.',
    body: {},
  },
  {
    title: 'a carousel',
    files: [harbour, beans, cup],
    platforms: everywhere,
    brief:
      'From the harbour, into the drum, into the cup: how our coffee is made, in three pictures.',
    body: {
      overrides: { TIKTOK: { options: { ...tiktok, title: 'Three steps', coverIndex: 2 } } },
    },
  },
  {
    title: 'a reel',
    files: [lighthouse],
    platforms: everywhere,
    brief: 'Five seconds of morning at the lighthouse, to watch over the first cup.',
    body: {
      overrides: {
        INSTAGRAM: { options: { format: 'reel', shareToFeed: true } },
        FACEBOOK: { options: { format: 'reel' } },
        TIKTOK: { options: { ...tiktok, allowDuet: true } },
      },
    },
  },
  {
    title: 'a document',
    files: [menu],
    platforms: ['LINKEDIN'],
    brief: 'The winter card is here. Page three is why you came.',
    body: {
      overrides: { LINKEDIN: { options: { title: 'The winter card' } } },
    },
  },
  {
    title: 'a thread',
    platforms: ['TWITTER'],
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
    title: 'a poll',
    platforms: ['LINKEDIN', 'TWITTER'],
    body: {
      content: 'Settle this for us, please.',
      overrides: {
        TWITTER: {
          options: {
            poll: { options: ['High Tide', 'Foghorn', 'Second Wind'], durationMinutes: 1_440 },
          },
        },
        LINKEDIN: {
          options: {
            poll: {
              question: 'The new blend is called …',
              options: ['High Tide', 'Foghorn', 'Second Wind'],
              duration: 'THREE_DAYS',
            },
          },
        },
      },
    },
  },
  {
    title: 'a story',
    files: [cup],
    platforms: ['FACEBOOK', 'INSTAGRAM'],
    body: {
      content: '',
      overrides: {
        INSTAGRAM: { options: { format: 'story' } },
        FACEBOOK: { options: { format: 'story' } },
      },
    },
  },
]
