import { labRequest } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { emulator } from './index.ts'
import { servePicture, serveVideo } from './support/files.ts'
import { createLab, textAt } from './support/lab.ts'
import { finished, published } from './support/publish.ts'

t.test('the wall shows each post as what it is, with its comment, newest first', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('demo.brand')
  const post = await published(lab, who, {
    caption: 'A picture',
    alt_text: 'A square',
    user_tags: '[{"username":"bob","x":0.5,"y":0.5}]',
    collaborators: '["carol"]',
    location_id: '7640348500',
  })
  lab.advance(1)
  const comment = textAt(
    (await lab.post(who, `${post}/comments`, { message: 'First!' })).json,
    'id',
  )
  lab.advance(1)
  const reel = await published(lab, who, {
    media_type: 'REELS',
    video_url: serveVideo(lab),
    share_to_feed: 'false',
  })
  await published(lab, who, { media_type: 'STORIES' })
  const wall = emulator.published(lab.context)

  t.match(
    wall.map(({ kind }) => kind),
    ['story', 'reel', 'comment', 'post'],
  )
  t.match(wall[1], { id: reel, media: [{ kind: 'video' }], labels: { feed: 'no' } })
  t.match(wall[2], { id: comment, text: 'First!', inReplyTo: post })
  t.match(wall[3], {
    network: 'instagram',
    id: post,
    url: /^https:\/\/www\.instagram\.com\/p\//,
    account: { id: who.id, username: 'demo.brand', displayName: 'Demo Brand' },
    text: 'A picture',
    inReplyTo: null,
    media: [{ kind: 'image', mimeType: 'image/jpeg', altText: 'A square' }],
    poll: null,
    labels: { tagged: '@bob', with: '@carol', location: '7640348500' },
    metrics: { likes: 0, comments: 1 },
    publishedAt: '2026-11-22T12:00:00.000Z',
  })
})

t.test('a carousel is one post with all of its pictures', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const item = { is_carousel_item: 'true', image_url: servePicture(lab) }
  const children = [await finished(lab, who, item), await finished(lab, who, item)]
  await published(lab, who, { media_type: 'CAROUSEL', children: children.join(',') })
  const [shown] = emulator.published(lab.context)
  const bytes = await lab.context.store.getBytes(shown?.media[1]?.id ?? '')

  t.match(shown, { kind: 'carousel', media: [{ id: children[0] }, { id: children[1] }] })
  t.ok(bytes)
})

t.test('files that answers point to can be fetched', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const reel = await published(lab, who, { media_type: 'REELS', video_url: serveVideo(lab) })
  const { json } = await lab.get(who, `${reel}?fields=media_url,thumbnail_url`)
  const me = await lab.get(who, 'me?fields=profile_picture_url')
  const types = []
  for (const url of [
    textAt(json, 'media_url'),
    textAt(json, 'thumbnail_url'),
    textAt(me.json, 'profile_picture_url'),
  ]) {
    const file = await lab.call('GET', new URL(url).pathname.slice(1))
    types.push(file.headers?.['content-type'])
  }

  t.strictSame(types, ['video/mp4', 'image/svg+xml', 'image/svg+xml'])
})

t.test('simulated faults speak the words of the host that was asked', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const request = (url: string) =>
    labRequest('GET', new URL(`http://${url}`), {}, { token: who.token })
  const graph = request('graph.instagram.com/v25.0/me')
  const { rateLimited, serverError, tokenDead } = emulator.errors
  const limited = rateLimited(lab.context, graph)

  t.match(limited, { status: 400, json: { error: { code: 80002 } } })
  t.match(JSON.parse(limited.headers?.['x-business-use-case-usage'] ?? '{}'), {
    [who.id]: [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: 1 }],
  })
  t.match(serverError(lab.context, graph), { status: 500, json: { error: { is_transient: true } } })
  t.match(tokenDead(lab.context, graph), { json: { error: { code: 190 } } })
  t.match(serverError(lab.context, request('api.instagram.com/oauth/access_token')), {
    status: 500,
    json: { error_type: 'OAuthException' },
  })
})

t.test('busy… meets its limit and sees it coming', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('busy.demo')
  const statuses = []
  for (let count = 0; count < 20; count += 1) statuses.push((await lab.get(who, 'me')).status)
  const beyond = await lab.get(who, 'me')

  t.equal(statuses[0], 200)
  t.match(beyond, { status: 400, json: { error: { code: 80002 } } })
  t.match(beyond.headers?.['x-business-use-case-usage'], /"type":"instagram"/)
})

t.test('a hidden comment, its answers, and comments of a deleted post are not shown', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const [post, gone] = [await published(lab, who), await published(lab, who)]
  const comment = textAt((await lab.post(who, `${post}/comments`, { message: 'a' })).json, 'id')
  await lab.post(who, `${comment}/replies`, { message: 'b' })
  await lab.post(who, `${gone}/comments`, { message: 'c' })
  t.equal(emulator.published(lab.context).length, 5)
  await lab.post(who, comment, { hide: 'true' })
  await lab.call('DELETE', `${who.base}/${gone}`, { token: who.token })
  t.match(emulator.published(lab.context), [{ id: post }])
  t.equal(emulator.published(lab.context).length, 1)
})
