import t from 'tap'
import { picture, pictureFacts } from '../../core/src/features/media/fixtures/media-files.ts'
import { demoFile } from '../support/demo-files.ts'
import type { DeliveryView } from '../support/networks-client.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { sandbox } = networks
const person = await networks.tenant()
const stranger = await networks.tenant()

const platforms = ['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TIKTOK', 'TWITTER']
const over = ['published', 'failed', 'needs_attention', 'expired']

for (const platform of platforms) {
  await person.connect(platform, 'lighthouse')
  await stranger.connect(platform, 'harbour')
}
const dawn = await person.upload('dawn.png', 'image/png', await demoFile('dawn.png'), 'Dawn')
const tower = await person.upload(
  'tower.png',
  'image/png',
  await picture('png', { width: 600, height: 1_600 }),
  'A tower',
)

await t.test('one call puts a post on five networks, each in its own form', async (t) => {
  const body = {
    content: 'Ten to six.',
    hashtags: ['Coffee'],
    platforms,
    mediaIds: [dawn, tower],
    altTexts: { [tower]: 'A tower by the sea' },
    overrides: {
      INSTAGRAM: {
        content: 'The sea does this every morning.',
        hashtags: ['coffee', 'sunrise'],
        firstComment: 'Doors open at seven.',
      },
      FACEBOOK: { content: 'Who else is up?', firstComment: 'First bag is free.' },
      LINKEDIN: {
        content: 'We begin early (every day), for a *reason*.',
        firstComment: 'Questions?',
      },
      TIKTOK: {
        content: 'Up early',
        options: { privacyLevel: 'PUBLIC_TO_EVERYONE', title: 'Ten to six', coverIndex: 1 },
      },
      TWITTER: { thread: [{ content: 'And the second cup.' }], firstComment: 'lighthouse.example' },
    },
  }
  const verdict = await person.validatePost(body)
  t.match(verdict, { status: 200, data: { valid: true } })
  const fitted = verdict.data.targets.flatMap(({ platform, issues }) =>
    issues
      .filter(({ code }) => code === 'media_fitted')
      .map(({ severity, field, message }) => ({ platform, severity, field, message })),
  )
  const told = { severity: 'warning', field: /^mediaIds\[[01]\]$/ }
  t.match(
    fitted,
    [
      { ...told, platform: 'INSTAGRAM', message: /converted: JPEG, 1200 × 675 pixels/ },
      {
        ...told,
        platform: 'INSTAGRAM',
        message: /given white borders, scaled down, converted: JPEG, 1440 × 8\d\d pixels/,
      },
      { ...told, platform: 'TIKTOK', message: /converted: JPEG, 1200 × 675 pixels/ },
      { ...told, platform: 'TIKTOK', message: /converted: JPEG, 600 × 1600 pixels/ },
    ],
    'conversions are told before anything is stored',
  )

  const id = await person.publish(body)
  const deliveries = await person.until(id, over)
  t.same(
    deliveries.map(({ platform, state, error }) => ({ platform, state, error })),
    platforms.map((platform) => ({ platform, state: 'published', error: null })),
  )

  const posts = await sandbox.published()
  const on = (network: string) => posts.filter((post) => post.network === network)
  const altTexts = ['Dawn', 'A tower by the sea']
  t.match(on('instagram'), [
    {
      kind: 'carousel',
      account: { username: 'lighthouse' },
      text: 'The sea does this every morning.\n\n#coffee #sunrise',
      media: altTexts.map((altText) => ({ kind: 'image', mimeType: 'image/jpeg', altText })),
    },
    { kind: 'comment', text: 'Doors open at seven.', inReplyTo: on('instagram')[0]?.id },
  ])
  t.match(on('facebook'), [
    {
      kind: 'post',
      account: { username: 'lighthouse-page' },
      text: 'Who else is up?\n\n#Coffee',
      media: altTexts.map((altText) => ({ kind: 'image', mimeType: 'image/png', altText })),
    },
    { kind: 'comment', text: 'First bag is free.', inReplyTo: on('facebook')[0]?.id },
  ])
  t.match(on('linkedin'), [
    {
      kind: 'post',
      account: { username: 'lighthouse-company' },
      text: 'We begin early (every day), for a *reason*.\n\n#Coffee',
      media: altTexts.map((altText) => ({ kind: 'image', altText })),
    },
    { kind: 'comment', text: 'Questions?', inReplyTo: on('linkedin')[0]?.id },
  ])
  t.match(on('tiktok'), [
    {
      kind: 'carousel',
      text: 'Up early\n\n#Coffee',
      title: 'Ten to six',
      media: altTexts.map(() => ({ kind: 'image', mimeType: 'image/jpeg' })),
      labels: { 'visible to': 'everyone' },
    },
  ])
  t.match(on('twitter'), [
    {
      kind: 'post',
      text: 'Ten to six.\n\n#Coffee',
      media: altTexts.map((altText) => ({ altText })),
    },
    { kind: 'reply', text: 'And the second cup.', inReplyTo: on('twitter')[0]?.id },
    { kind: 'reply', inReplyTo: on('twitter')[0]?.id },
  ])
  t.same(
    ['instagram', 'facebook', 'linkedin', 'tiktok', 'twitter'].map((name) => on(name).length),
    [2, 2, 2, 1, 3],
    'and nothing besides',
  )

  const [carousel] = on('instagram')
  const sizes = await Promise.all(
    (carousel?.media ?? []).map(async (media) =>
      pictureFacts(await sandbox.media('instagram', media.id)),
    ),
  )
  t.match(sizes[0], { format: 'jpeg', width: 1_200, height: 675 })
  const { width, height } = sizes[1] ?? { width: 0, height: 1 }
  t.ok(Math.abs(width / height - 1_200 / 675) < 0.02, 'the tall picture got the shape of the first')

  const stored = deliveries.map(({ platform, platformPostId, url }) => ({
    platform,
    platformPostId,
    url,
  }))
  for (const { platform, platformPostId, url } of stored) {
    const [post] = on(platform.toLowerCase())
    if (platform === 'TIKTOK') continue
    t.equal(platformPostId, post?.id, `${platform} is known by the id of the network`)
    t.equal(url, post?.url, `${platform} has the address of the network`)
  }
  t.match(await person.notices(), [{ type: 'POST_PUBLISHED', link: `/posts/${id}` }])
})

await t.test('a tall picture is cropped for the network that is told so', async (t) => {
  const id = await person.publish({
    content: 'The tower.',
    platforms: ['INSTAGRAM', 'LINKEDIN'],
    mediaIds: [tower],
    overrides: { INSTAGRAM: { mediaFit: 'crop' } },
  })
  const deliveries = await person.until(id, over)
  t.match(deliveries, [{ state: 'published' }, { state: 'published' }])
  const posts = await sandbox.published()
  const facts = async (network: string) => {
    const media = posts.findLast((post) => post.network === network)?.media[0]
    return pictureFacts(await sandbox.media(network, media?.id ?? ''))
  }
  t.same(await facts('instagram'), { format: 'jpeg', width: 600, height: 750 })
  t.same(await facts('linkedin'), { format: 'png', width: 600, height: 1_600 }, 'as it was')
})

await t.test('another tenant has and sees nothing of it', async (t) => {
  const posts = await sandbox.published()
  t.notOk(posts.some(({ account }) => account.username.startsWith('harbour')))
  t.same(await stranger.notices(), [])
  const [mine] = await person.ok<{ id: string }[]>('GET', '/posts')
  const foreign = await stranger.send('GET', `/posts/${mine?.id}/deliveries`)
  t.match(foreign, { status: 404, error: { code: 'NOT_FOUND' } })
  const [account] = await person.accounts()
  const options = await stranger.send('GET', `/social-accounts/${account?.id}/options`)
  t.match(options, { status: 404, error: { code: 'NOT_FOUND' } })
  const body = { content: 'Mine?', socialAccountIds: [account?.id], publishNow: true }
  t.match(await stranger.createPost(body), { status: 404 })
  t.match(await stranger.createPost({ content: 'Mine?', mediaIds: [dawn] }), { status: 404 })
})

await t.test('it is removed wherever the network lets applications remove posts', async (t) => {
  const theirs = await stranger.publish({ content: 'Ours stays.', platforms: ['TWITTER'] })
  await stranger.until(theirs, over)
  const posts = await person.ok<{ id: string }[]>('GET', '/posts')
  const answers: Record<string, unknown> = {}
  for (const { id } of posts) {
    for (const { id: delivery, platform } of await person.deliveries(id)) {
      const { status, data, error } = await person.send<DeliveryView>(
        'POST',
        `/deliveries/${delivery}/remove`,
      )
      answers[platform] = status === 200 ? typeof data.removedAt : (error?.message ?? '')
    }
  }
  t.match(answers, {
    FACEBOOK: 'string',
    INSTAGRAM: /only of accounts connected by Facebook Login/,
    LINKEDIN: 'string',
    TIKTOK: /TikTok lets no application remove posts/,
    TWITTER: 'string',
  })
  const left = await sandbox.published()
  t.same([...new Set(left.map(({ network }) => network))].toSorted(), [
    'instagram',
    'tiktok',
    'twitter',
  ])
  t.match(
    left.filter(({ network }) => network === 'twitter'),
    [{ account: { username: 'harbour' }, text: 'Ours stays.' }],
  )
})
