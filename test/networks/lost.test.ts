import t from 'tap'
import { picture } from '../../core/src/features/media/fixtures/media-files.ts'
import { demoFile } from '../support/demo-files.ts'
import { startNetworks, type Tamper } from '../support/networks.ts'

/** What each network calls a medium or post that is ready, and was never called before. */
const words: Readonly<Record<string, readonly [known: string, unknown: string]>> = {
  'graph.instagram.com': ['"status_code":"FINISHED"', '"status_code":"POLISHED_2027"'],
  'graph.facebook.com': ['"video_status":"ready"', '"video_status":"polished_2027"'],
  'api.linkedin.com': ['"status":"AVAILABLE"', '"status":"POLISHED_2027"'],
  'open.tiktokapis.com': ['"status":"PUBLISH_COMPLETE"', '"status":"POLISHED_2027"'],
  'api.x.com': ['"state":"succeeded"', '"state":"polished_2027"'],
}
/** The networks that speak a newer version of their API at their next answer of this kind. */
const newer = new Set<string>()

const networks = await startNetworks(t, { variables: { PUBLISHING_QUIET: '2s' }, tamper })
const { sandbox } = networks
const person = await networks.tenant()
const over = ['published', 'failed', 'needs_attention', 'expired']

const platforms = ['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TIKTOK', 'TWITTER']
for (const platform of platforms) await person.connect(platform, 'lighthouse')
const jpeg = await picture('jpeg', { width: 800, height: 800 })
const photo = await person.upload('photo.jpg', 'image/jpeg', jpeg)
const video = await person.upload('dawn.mp4', 'video/mp4', await demoFile('dawn.mp4'))
const privacy = { privacyLevel: 'PUBLIC_TO_EVERYONE' }

function tamper(...[{ url }, response]: Parameters<Tamper>): ReturnType<Tamper> {
  const { host } = new URL(url)
  const [known, unknown] = words[host] ?? ['', '']
  const json = JSON.stringify(response.json) ?? ''
  if (!newer.has(host) || !json.includes(known)) return response
  newer.delete(host)
  const text = json.replace(known, unknown)
  return { ...response, text, json: JSON.parse(text) as unknown }
}

await t.test(
  'a reply that is lost after the commit: published once, and found again',
  async (t) => {
    const commits = [
      ['INSTAGRAM', 'publish'],
      ['FACEBOOK', 'create_post'],
      ['LINKEDIN', 'create_post'],
      ['TIKTOK', 'init_content'],
      ['TWITTER', 'create_post'],
    ] as const
    for (const [platform, operation] of commits) {
      const fault = 'lose_reply_after_commit'
      await sandbox.arm({ network: platform.toLowerCase(), operation, fault })
    }
    const id = await person.publish({
      content: 'Are you there?',
      platforms,
      mediaIds: [photo],
      overrides: { TIKTOK: { options: { ...privacy, title: 'Are you there?' } } },
    })
    for (let looks = 0; looks < 30; looks += 1) {
      if ((await person.deliveries(id)).every(({ state }) => over.includes(state))) break
      await networks.pass(15)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    const deliveries = await person.deliveries(id)
    const posts = await sandbox.published()
    for (const { platform, state, proof, platformPostId } of deliveries) {
      const [post, ...others] = posts.filter(({ network }) => network === platform.toLowerCase())
      t.same(others, [], `${platform}: once`)
      t.match({ state, proof }, { state: 'published', proof: 'reconcile' }, platform)
      // TikTok tells the id of the post later; until then it is that of the upload.
      if (platform !== 'TIKTOK') t.equal(platformPostId, post?.id, `${platform}: found`)
    }
    t.same(await sandbox.armed(), [], 'every network lost its reply')
  },
)

await t.test('a state that only a newer version of the API knows is waited out', async (t) => {
  for (const host of Object.keys(words)) newer.add(host)
  const id = await person.publish({
    content: 'New words.',
    platforms,
    mediaIds: [video],
    overrides: { TIKTOK: { options: privacy } },
  })
  for (let looks = 0; looks < 40; looks += 1) {
    if ((await person.deliveries(id)).every(({ state }) => over.includes(state))) break
    await networks.pass(10)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  const deliveries = await person.deliveries(id)
  t.same([...newer], [], 'every network has said its new word')
  for (const { platform, state } of deliveries) t.equal(state, 'published', platform)
  const posts = (await sandbox.published()).filter(({ text }) => text === 'New words.')
  t.same(posts.map(({ network }) => network.toUpperCase()).toSorted(), platforms.toSorted(), 'once')
})

await t.test('what was prepared and has expired is prepared anew', async (t) => {
  await sandbox.arm({
    network: 'instagram',
    operation: 'create_container',
    fault: 'processing_slow',
  })
  for (const [network, operation] of [
    ['facebook', 'create_post'],
    ['twitter', 'create_post'],
  ] as const) {
    await sandbox.arm({ network, operation, fault: 'rate_limited' })
  }
  const chunks = await sandbox.requests('tiktok', 'upload_chunk')
  const made = async () => ({
    instagram: (await sandbox.requests('instagram', 'create_container')).length,
    tiktok: (await sandbox.requests('tiktok', 'init_video')).length,
  })
  const before = await made()
  const lost = {
    network: 'tiktok',
    operation: 'upload_chunk',
    fault: 'reset_before_commit',
  } as const
  await sandbox.arm(lost)
  const goes = { content: 'A day later.', platforms: ['INSTAGRAM', 'FACEBOOK', 'TWITTER'] }
  const pictures = await person.publish({ ...goes, mediaIds: [photo] })
  const moving = await person.publish({
    ...goes,
    platforms: ['TIKTOK'],
    mediaIds: [video],
    overrides: { TIKTOK: { options: privacy } },
  })
  await person.until(pictures, ['retry_wait', 'preparing'], ({ state }) => state === 'retry_wait')
  await sandbox.seen('tiktok', 'upload_chunk', chunks.length + 1)
  await sandbox.advance(25 * 3_600)
  for (let looks = 0; looks < 30; looks += 1) {
    const all = [...(await person.deliveries(pictures)), ...(await person.deliveries(moving))]
    if (all.every(({ state }) => over.includes(state))) break
    await networks.pass(30)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  const deliveries = [...(await person.deliveries(pictures)), ...(await person.deliveries(moving))]
  for (const { platform, state } of deliveries) t.equal(state, 'published', platform)
  const posts = (await sandbox.published()).filter(({ text }) => text === 'A day later.')
  const after = await made()
  t.equal(after.instagram - before.instagram, 2, 'the container of yesterday was of no use')
  t.equal(after.tiktok - before.tiktok, 2, 'nor was the upload')
  t.same(
    posts.map(({ network }) => network),
    [...new Set(posts.map(({ network }) => network))],
    'once',
  )
  t.equal(posts.length, 4)
})

await t.test('an upload address of LinkedIn that has expired is asked for anew', async (t) => {
  const begun = async () => (await sandbox.requests('linkedin', 'initialize_image')).length
  const [before, sent] = [await begun(), await sandbox.requests('linkedin', 'upload_media')]
  const lost = { network: 'linkedin', operation: 'upload_media' } as const
  await sandbox.arm({ ...lost, fault: 'reset_before_commit' })
  const post = { content: 'Two hours later.', platforms: ['LINKEDIN'], mediaIds: [photo] }
  const id = await person.publish(post)
  await sandbox.seen('linkedin', 'upload_media', sent.length + 1)
  await person.until(id, ['retry_wait'])
  await sandbox.advance(2 * 3_600)
  for (let looks = 0; looks < 30; looks += 1) {
    if ((await person.deliveries(id)).every(({ state }) => over.includes(state))) break
    await networks.pass(30)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  t.match(await person.deliveries(id), [{ state: 'published', error: null }])
  t.equal((await begun()) - before, 2, 'the first address was of no use')
  const refused = (await sandbox.requests('linkedin', 'upload_media')).slice(sent.length)
  t.same(
    refused.map(({ status }) => status),
    [null, 400, 201],
    'cut off, expired, taken',
  )
  const posts = (await sandbox.published('linkedin')).filter(({ text }) => text === post.content)
  t.equal(posts.length, 1, 'once')
})

await t.test('a member of LinkedIn cannot be read back: a person decides', async (t) => {
  const member = await person.connect('LINKEDIN', 'nopage-loner')
  const looked = (await sandbox.requests('linkedin', 'find_posts')).length
  const fault = 'lose_reply_after_commit'
  await sandbox.arm({ network: 'linkedin', operation: 'create_post', fault })
  const id = await person.publish({ content: 'Nobody sees me', socialAccountIds: [member] })
  await person.until(id, ['unknown'])
  for (let looks = 0; looks < 40; looks += 1) {
    if ((await person.deliveries(id)).every(({ state }) => over.includes(state))) break
    await networks.pass(120)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  t.match(await person.deliveries(id), [
    { state: 'needs_attention', error: { code: 'needs_person', remedy: /Look at the account/ } },
  ])
  const posts = await sandbox.published('linkedin')
  t.equal(posts.filter(({ text }) => text === 'Nobody sees me').length, 1, 'once')
  t.equal((await sandbox.requests('linkedin', 'find_posts')).length, looked, 'it is not even asked')
})
