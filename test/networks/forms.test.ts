import t from 'tap'
import { demoFile } from '../support/demo-files.ts'
import type { NetworksClient } from '../support/networks-client.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { sandbox } = networks
const person = await networks.tenant()

const platforms = ['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TIKTOK', 'TWITTER']
const over = ['published', 'failed', 'needs_attention', 'expired']
for (const platform of platforms) await person.connect(platform, 'lighthouse')

const video = await person.upload('dawn.mp4', 'video/mp4', await demoFile('dawn.mp4'))
const cup = await person.upload('cup.jpg', 'image/jpeg', await demoFile('cup.jpg'))
const menu = await person.upload('menu.pdf', 'application/pdf', await demoFile('menu.pdf'))
const pollOptions = ['High Tide', 'Foghorn', 'Second Wind']

// All of them at once, so that the file waits for the slowest only.
const made = {
  reel: await publish(person, {
    content: 'Five seconds of morning.',
    platforms,
    mediaIds: [video],
    overrides: {
      INSTAGRAM: { options: { format: 'reel', shareToFeed: true } },
      FACEBOOK: { options: { format: 'reel' } },
      TIKTOK: { options: { privacyLevel: 'PUBLIC_TO_EVERYONE', allowDuet: true } },
    },
  }),
  story: await publish(person, {
    content: '',
    platforms: ['FACEBOOK', 'INSTAGRAM'],
    mediaIds: [cup],
    overrides: {
      INSTAGRAM: { options: { format: 'story' } },
      FACEBOOK: { options: { format: 'story' } },
    },
  }),
  document: await publish(person, {
    content: 'The winter card is here.',
    platforms: ['LINKEDIN'],
    mediaIds: [menu],
    overrides: { LINKEDIN: { options: { title: 'The winter card' } } },
  }),
  thread: await publish(person, {
    content: 'In three steps.',
    platforms: ['TWITTER'],
    thread: [{ content: '1. We taste.', mediaIds: [cup] }, { content: '2. We roast.' }],
  }),
  poll: await publish(person, {
    content: 'Settle this for us, please.',
    platforms: ['LINKEDIN', 'TWITTER'],
    overrides: {
      TWITTER: { options: { poll: { options: pollOptions, durationMinutes: 60 } } },
      LINKEDIN: {
        options: { poll: { question: 'Which?', options: pollOptions, duration: 'THREE_DAYS' } },
      },
    },
  }),
}
for (const id of Object.values(made)) await person.until(id, over)
const posts = await sandbox.published()

function publish(client: NetworksClient, body: object): Promise<string> {
  return client.publish(body)
}

function on(network: string, text: string) {
  return posts.filter((post) => post.network === network && post.text === text)
}

await t.test('a video is a reel where the network has reels, and a video elsewhere', async (t) => {
  const text = 'Five seconds of morning.'
  t.match(on('instagram', text), [{ kind: 'reel', media: [{ kind: 'video' }] }])
  t.match(on('facebook', text), [{ kind: 'reel', media: [{ kind: 'video' }] }])
  t.match(on('linkedin', text), [{ media: [{ kind: 'video', mimeType: 'video/mp4' }] }])
  t.match(on('tiktok', text), [{ kind: 'reel', media: [{ kind: 'video' }] }])
  t.match(on('twitter', text), [{ media: [{ kind: 'video' }] }])
  for (const { network, media } of posts.filter((post) => post.text === text)) {
    const bytes = await sandbox.media(network, media[0]?.id ?? '')
    t.ok(Buffer.from(bytes).equals(await demoFile('dawn.mp4')), `${network} has every byte`)
  }
})

await t.test('a story is on the two networks that have stories', async (t) => {
  const stories = posts.filter(({ kind }) => kind === 'story')
  t.same(stories.map(({ network }) => network).toSorted(), ['facebook', 'instagram'])
  t.match(await person.deliveries(made.story), [{ state: 'published' }, { state: 'published' }])
})

await t.test('a document is a document on LinkedIn', async (t) => {
  t.match(on('linkedin', 'The winter card is here.'), [
    { title: 'The winter card', media: [{ kind: 'document', mimeType: 'application/pdf' }] },
  ])
})

await t.test('a thread is a chain on X, each part with its own media', async (t) => {
  const [first, second, third] = ['In three steps.', '1. We taste.', '2. We roast.'].map(
    (text) => on('twitter', text)[0],
  )
  t.match(first, { inReplyTo: null, media: { length: 0 } })
  t.match(second, { inReplyTo: first?.id, media: [{ kind: 'image' }] })
  t.match(third, { inReplyTo: second?.id, media: { length: 0 } })
  t.match(await person.deliveries(made.thread), [
    {
      state: 'published',
      parts: [first, second, third].map((post, position) => ({
        position,
        platformPostId: post?.id,
      })),
    },
  ])
})

await t.test('a poll has the options of each network', async (t) => {
  const options = pollOptions.map((label) => ({ label, votes: 0 }))
  for (const network of ['linkedin', 'twitter']) {
    t.match(on(network, 'Settle this for us, please.'), [{ poll: { options } }], network)
  }
})

await t.test('each stands there once, and the person is told of each', async (t) => {
  t.equal(posts.length, 5 + 2 + 1 + 3 + 2)
  const notices = await person.notices()
  t.same(
    notices.map(({ type }) => type),
    Object.values(made).map(() => 'POST_PUBLISHED'),
  )
})
