import t from 'tap'
import { servePicture, serveVideo } from '../support/files.ts'
import { at, createLab, textAt } from '../support/lab.ts'
import { container, finished, published } from '../support/publish.ts'

t.test('a picture is made, becomes finished, is published and read back', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const id = await container(lab, who, { image_url: servePicture(lab), caption: 'Hello #world' })
  const states = []
  for (let poll = 0; poll < 3; poll += 1) {
    states.push(textAt((await lab.get(who, `${id}?fields=status_code`)).json, 'status_code'))
  }
  const { json } = await lab.post(who, `${who.id}/media_publish`, { creation_id: id })
  const mediaId = textAt(json, 'id')
  const after = await lab.get(who, `${id}?fields=status_code,status`)
  const fields = 'caption,permalink,shortcode,timestamp,media_type,media_product_type,owner'
  const post = await lab.get(who, `${mediaId}?fields=${fields}`)

  t.strictSame(states, ['IN_PROGRESS', 'FINISHED', 'FINISHED'])
  t.not(mediaId, id)
  t.match(after.json, { id, status_code: 'PUBLISHED', status: /^Published/ })
  t.match(post.json, {
    id: mediaId,
    caption: 'Hello #world',
    permalink: /^https:\/\/www\.instagram\.com\/p\/D/,
    timestamp: '2026-11-22T12:00:00+0000',
    media_type: 'IMAGE',
    media_product_type: 'FEED',
    owner: { id: who.id },
  })
})

t.test('what is not finished cannot be published, not even a picture', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const id = await container(lab, who, { image_url: servePicture(lab) })
  const early = await lab.post(who, 'me/media_publish', { creation_id: id })
  lab.advance(2)
  const later = await lab.post(who, 'me/media_publish', { creation_id: id })

  t.match(early, { status: 400, json: { error: { code: 9007, error_subcode: 2207027 } } })
  t.equal(later.status, 200)
})

t.test('a container is published once; afterwards it is as good as missing', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const id = await finished(lab, who, { image_url: servePicture(lab) })
  await lab.post(who, `${who.id}/media_publish`, { creation_id: id })
  const twice = await lab.post(who, `${who.id}/media_publish`, { creation_id: id })
  const { json } = await lab.get(who, `${who.id}/media`)

  t.match(twice, { status: 400, json: { error: { code: 24, error_subcode: 2207008 } } })
  t.match(at(json, 'data'), { length: 1 })
})

t.test('nothing saves a repeat… account from publishing a container twice', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('repeat.demo')
  const id = await finished(lab, who, { image_url: servePicture(lab) })
  await lab.post(who, `${who.id}/media_publish`, { creation_id: id })
  const twice = await lab.post(who, `${who.id}/media_publish`, { creation_id: id })

  t.equal(twice.status, 200)
  t.match(at((await lab.get(who, `${who.id}/media`)).json, 'data'), { length: 2 })
})

t.test("another account's container is not there", async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const bob = await lab.signIn('bob')
  const id = await finished(lab, alice, { image_url: servePicture(lab) })
  const stolen = await lab.post(bob, `${bob.id}/media_publish`, { creation_id: id })
  const read = await lab.get(bob, `${id}?fields=status_code`)
  const foreign = await lab.post(bob, `${alice.id}/media_publish`, { creation_id: id })

  t.match(stolen.json, { error: { code: 24, error_subcode: 2207006 } })
  t.match(read.json, { error: { code: 100, error_subcode: 33 } })
  t.match(foreign.json, { error: { code: 100, error_subcode: 33 } })
})

t.test('a container dies after a day', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const id = await finished(lab, who, { image_url: servePicture(lab) })
  lab.advance(24 * 60 * 60)
  const state = await lab.get(who, `${id}?fields=status_code`)
  const publishing = await lab.post(who, `${who.id}/media_publish`, { creation_id: id })

  t.match(state.json, { status_code: 'EXPIRED' })
  t.match(publishing.json, { error: { code: -2, error_subcode: 2207020 } })
})

t.test('the quota is read, used up, and comes back as its window rolls', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('quota.demo')
  await published(lab, who)
  lab.advance(3600)
  await published(lab, who)
  const limit = await lab.get(who, `${who.id}/content_publishing_limit?fields=config,quota_usage`)
  const third = await finished(lab, who, { image_url: servePicture(lab) })
  const refused = await lab.post(who, `${who.id}/media_publish`, { creation_id: third })
  lab.advance(23 * 3600)
  const accepted = await lab.post(who, `${who.id}/media_publish`, { creation_id: third })

  t.strictSame(limit.json, {
    data: [{ config: { quota_total: 2, quota_duration: 86_400 }, quota_usage: 2 }],
  })
  t.match(refused.json, { error: { code: 9, error_subcode: 2207042 } })
  t.equal(accepted.status, 200)
})

t.test('since narrows what the quota counts, to a day at most', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  await published(lab, who)
  lab.advance(7200)
  const now = lab.context.now().getTime() / 1000
  const recent = await lab.get(who, `me/content_publishing_limit?since=${now - 3600}`)
  const old = await lab.get(who, `me/content_publishing_limit?since=${now - 90_000}`)

  t.strictSame(recent.json, { data: [{ quota_usage: 0 }] })
  t.match(old.json, { error: { code: 100 } })
})

t.test('spam… is told that it was blocked although the post is live', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('spam.demo')
  const id = await finished(lab, who, { image_url: servePicture(lab), caption: 'x' })
  const answer = await lab.post(who, `${who.id}/media_publish`, { creation_id: id })

  t.match(answer, { status: 400, json: { error: { code: 4, error_subcode: 2207051 } } })
  t.match((await lab.get(who, `${id}?fields=status_code`)).json, { status_code: 'PUBLISHED' })
  t.match((await lab.get(who, 'me/media?fields=caption')).json, { data: [{ caption: 'x' }] })
})

t.test('flaky… fails before it succeeds, and nothing came of the failures', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('flaky.demo')
  const form = { image_url: servePicture(lab) }
  const made = []
  for (let count = 0; count < 3; count += 1) made.push((await lab.post(who, 'me/media', form)).json)
  lab.advance(2)
  const creation_id = textAt(made[2], 'id')
  const first = await lab.post(who, 'me/media_publish', { creation_id })
  const second = await lab.post(who, 'me/media_publish', { creation_id })

  t.match(made, [
    { error: { code: -2, error_subcode: 2207003, is_transient: true } },
    { error: { code: -1, error_subcode: 2207032 } },
    { id: String },
  ])
  t.match(first.json, { error: { code: -1, error_subcode: 2207001 } })
  t.equal(second.status, 200)
  t.match(at((await lab.get(who, 'me/media')).json, 'data'), { length: 1 })
})

t.test('restricted… and blocked… accounts publish nothing', async (t) => {
  const lab = createLab()
  const restricted = await lab.signIn('restricted.demo')
  const blocked = await lab.signIn('blocked.demo')
  const id = await finished(lab, restricted, { image_url: servePicture(lab) })
  const answer = await lab.post(restricted, 'me/media_publish', { creation_id: id })
  const create = await lab.post(blocked, 'me/media', { image_url: servePicture(lab) })

  t.match(answer.json, { error: { code: 25, error_subcode: 2207050 } })
  t.match(create.json, { error: { code: 368 } })
})

t.test(
  'delayed_visibility hides a new post from its id, from lists and from its container',
  async (t) => {
    const lab = createLab()
    const who = await lab.signIn('alice')
    lab.arm('delayed_visibility', 'publish')
    const id = await finished(lab, who, { image_url: servePicture(lab) })
    const { json } = await lab.post(who, 'me/media_publish', { creation_id: id })
    const mediaId = textAt(json, 'id')
    const early = await lab.get(who, `${mediaId}?fields=permalink`)
    const list = await lab.get(who, 'me/media')
    const state = await lab.get(who, `${id}?fields=status_code`)
    lab.advance(30)

    t.match(early.json, { error: { code: 100, error_subcode: 33 } })
    t.strictSame(list.json, { data: [] })
    t.match(state.json, { status_code: 'FINISHED' })
    t.equal((await lab.get(who, `${mediaId}?fields=permalink`)).status, 200)
    t.match((await lab.get(who, `${id}?fields=status_code`)).json, { status_code: 'PUBLISHED' })
  },
)

t.test('a carousel of a picture and a video is one post with two items', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const child = { is_carousel_item: 'true' }
  const one = await finished(lab, who, {
    ...child,
    image_url: servePicture(lab),
    alt_text: 'A square',
  })
  const two = await finished(lab, who, {
    ...child,
    media_type: 'VIDEO',
    video_url: serveVideo(lab),
  })
  const mediaId = await published(lab, who, {
    media_type: 'CAROUSEL',
    children: `${one},${two}`,
    caption: 'Both',
  })
  const fields = 'media_type,media_product_type,children{media_type,alt_text}'
  const { json } = await lab.get(who, `${mediaId}?fields=${fields}`)
  const limit = await lab.get(who, 'me/content_publishing_limit')

  t.match(json, {
    media_type: 'CAROUSEL_ALBUM',
    media_product_type: 'FEED',
    children: { data: [{ media_type: 'IMAGE', alt_text: 'A square' }, { media_type: 'VIDEO' }] },
  })
  t.strictSame(limit.json, { data: [{ quota_usage: 1 }] })
})

t.test('a story is listed among stories for a day, and never among posts', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const mediaId = await published(lab, who, { media_type: 'STORIES' })
  const stories = await lab.get(who, 'me/stories?fields=media_product_type')
  const posts = await lab.get(who, 'me/media')
  lab.advance(24 * 60 * 60)

  t.match(stories.json, { data: [{ id: mediaId, media_product_type: 'STORY' }] })
  t.strictSame(posts.json, { data: [] })
  t.strictSame((await lab.get(who, 'me/stories')).json, { data: [] })
  t.match((await lab.get(who, mediaId)).json, { error: { error_subcode: 33 } })
})

t.test('lists go by since and until, and by pages', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const start = lab.context.now().getTime() / 1000
  const ids = []
  for (let count = 0; count < 3; count += 1) {
    ids.push(await published(lab, who, { caption: String(count) }))
    lab.advance(100)
  }
  const late = await lab.get(who, `me/media?since=${start + 150}&until=${start + 250}`)
  const first = await lab.get(who, 'me/media?limit=2')
  const after = textAt(first.json, 'paging', 'cursors', 'after')
  const second = await lab.get(who, `me/media?limit=2&after=${after}`)

  t.match(late.json, { data: [{ id: ids[2] }] })
  t.match(at(first.json, 'data'), [{ id: ids[2] }, { id: ids[1] }])
  t.match(second.json, { data: [{ id: ids[0] }] })
  t.equal(at(second.json, 'paging', 'next'), undefined)
})
