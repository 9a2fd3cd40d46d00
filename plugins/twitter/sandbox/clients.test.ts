import { controlOf, errorOf, gif, png, sentBack } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { ApiResponseError, type TwitterApi } from 'twitter-api-v2'
import { emulator } from './index.ts'
import { communityClient, officialClient } from './support/client-libraries.ts'
import { at, callback, textAt } from './support/lab.ts'

const app = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }
const scope = ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'] as const

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const control = controlOf(sandbox.url)

/** The library's own login, with a browser that approves. */
async function login(
  handle: string,
): Promise<{ client: TwitterApi; accessToken: string; refreshToken: string }> {
  const outside = communityClient(sandbox.url, app)
  const link = outside.generateOAuth2AuthLink(callback, { scope: [...scope] })
  const consent = new URL(link.url)
  const page = `${sandbox.url}/${consent.host}${consent.pathname}${consent.search}`
  const approved = await fetch(`${page}&sandbox_approve=${handle}`, { redirect: 'manual' })
  const back = sentBack(approved)
  t.equal(back.searchParams.get('state'), link.state)
  const {
    client,
    accessToken,
    refreshToken = '',
  } = await outside.loginWithOAuth2({
    code: back.searchParams.get('code') ?? '',
    codeVerifier: link.codeVerifier,
    redirectUri: callback,
  })
  return { client, accessToken, refreshToken }
}

t.test('twitter-api-v2 signs in, renews and revokes', async (t) => {
  const { client, accessToken, refreshToken } = await login('lib_login')
  const me = await client.v2.me({ 'user.fields': ['public_metrics', 'verified'] })
  t.match(me.data, { username: 'lib_login', public_metrics: { tweet_count: 0 } })

  const outside = communityClient(sandbox.url, app)
  const renewed = await outside.refreshOAuth2Token(refreshToken)
  t.not(renewed.accessToken, accessToken)
  t.equal((await renewed.client.v2.me()).data.username, 'lib_login')
  await outside.revokeOAuth2Token(renewed.accessToken)
  t.match(await errorOf(renewed.client.v2.me()), { code: 401 })
  t.match(await errorOf(outside.refreshOAuth2Token(refreshToken)), {
    code: 400,
    data: { error_description: 'Value passed for the token was invalid.' },
  })
})

t.test('twitter-api-v2 posts, reads and deletes', async (t) => {
  const { client } = await login('lib_post')
  const { data: first } = await client.v2.tweet('Hello from a library')
  const thread = await client.v2.tweetThread(['one', 'two', { text: 'three' }])
  const ids = thread.map(({ data }) => data.id)
  const me = await client.v2.me()
  const timeline = await client.v2.userTimeline(me.data.id, {
    max_results: 5,
    exclude: 'retweets',
    'tweet.fields': ['referenced_tweets', 'conversation_id'],
  })

  t.strictSame(
    timeline.tweets.map(({ id }) => id),
    [...ids.toReversed(), first.id],
  )
  t.match(timeline.tweets[0], {
    conversation_id: ids[0],
    referenced_tweets: [{ type: 'replied_to', id: ids[1] }],
  })
  t.strictSame(await client.v2.deleteTweet(first.id), { data: { deleted: true } })
  t.match((await client.v2.singleTweet(first.id)).errors, [{ resource_id: first.id }])
})

t.test('twitter-api-v2 uploads in chunks, describes, waits and attaches', async (t) => {
  const { client } = await login('lib_media')
  const picture = png(600, 400)
  const still = await client.v2.uploadMedia(picture, { media_type: 'image/png' }, 300)
  await client.v2.createMediaMetadata(still, { alt_text: { text: 'All grey' } })
  const moving = await client.v2.uploadMedia(gif(3), {
    media_type: 'image/gif',
    media_category: 'tweet_gif',
  })
  const { data } = await client.v2.tweet('With a picture', { media: { media_ids: [still] } })
  await client.v2.tweet({ media: { media_ids: [moving] } })

  const published = await control('GET', 'published?network=twitter&account=lib_media')
  t.match(published, [
    { media: [{ id: moving, kind: 'gif' }] },
    { id: data.id, media: [{ id: still, kind: 'image', altText: 'All grey' }] },
  ])
})

t.test('twitter-api-v2 understands errors and limits', async (t) => {
  const { client } = await login('lib_errors')
  const tooLong = await errorOf(client.v2.tweet('a'.repeat(281)))
  await client.v2.tweet('once')
  const twice = await errorOf(client.v2.tweet('once'))
  const wrong = await errorOf(client.v2.get('tweets', { ids: 'abc' }))

  t.match(tooLong, { code: 403, data: { detail: 'You are not permitted to perform this action.' } })
  t.match(tooLong, {
    rateLimit: { limit: 100, remaining: 99, userDay: { limit: 2400, remaining: 2399 } },
  })
  t.match(twice, { data: { detail: /duplicate content/ } })
  t.match(wrong, { code: 400, errors: [{ parameters: { ids: ['abc'] } }] })
  for (let count = 0; count < 97; count += 1) await client.v2.tweet(`Post ${count}`)
  const limited = await errorOf(client.v2.tweet('one too many'))
  t.ok(limited instanceof ApiResponseError && limited.rateLimitError)
  t.match(limited, { code: 429, rateLimit: { remaining: 0 } })
})

t.test("X's own library publishes a thread with a picture, and cleans up", async (t) => {
  const { accessToken } = await login('xdk_post')
  const client = officialClient(sandbox.url, accessToken)
  const me = await client.users.getMe({ userFields: ['verified_type', 'public_metrics'] })
  t.match(me.data, { username: 'xdk_post', verifiedType: 'none' })

  const picture = png(64, 64)
  const opened = await client.media.initializeUpload({
    mediaType: 'image/png',
    mediaCategory: 'tweet_image',
    totalBytes: picture.length,
  })
  const id = textAt(opened, 'data', 'id')
  const half = Math.floor(picture.length / 2)
  for (const [index, part] of [picture.subarray(0, half), picture.subarray(half)].entries()) {
    await client.media.appendUpload(id, { media: part.toString('base64'), segmentIndex: index })
  }
  const finalized = await client.media.finalizeUpload(id)
  t.match(finalized, { data: { id, size: picture.length, image: { w: 64, h: 64 } } })
  await client.media.createMetadata({ id, metadata: { altText: { text: 'A square' } } })

  const root = await client.posts.create({ text: 'Look & see', media: { mediaIds: [id] } })
  const rootId = textAt(root, 'data', 'id')
  const reply = await client.posts.create({
    text: 'And more: https://example.com/a',
    reply: { inReplyToTweetId: rootId },
  })
  const replyId = textAt(reply, 'data', 'id')
  const read = await client.posts.getByIds([rootId, replyId], {
    postFields: ['entities', 'public_metrics'],
    expansions: ['attachments.media_keys', 'referenced_posts'],
    mediaFields: ['alt_text'],
  })
  t.match(read, {
    data: [
      { id: rootId },
      { id: replyId, entities: { urls: [{ expandedUrl: 'https://example.com/a' }] } },
    ],
    includes: { media: [{ altText: 'A square', type: 'photo' }] },
  })
  t.match(await client.posts.delete(replyId), { data: { deleted: true } })
})

t.test("X's own library uploads a picture in one request and waits for a GIF", async (t) => {
  const { accessToken } = await login('xdk_media')
  const client = officialClient(sandbox.url, accessToken)
  const still = await client.media.upload({
    media: png(8, 8).toString('base64'),
    mediaCategory: 'tweet_image',
  })
  const moving = await client.media.upload({
    media: gif(2).toString('base64'),
    mediaCategory: 'tweet_gif',
  })
  const id = textAt(moving, 'data', 'id')
  const states: unknown[] = [at(moving, 'data', 'processingInfo', 'state')]
  for (const _ of [1, 2]) {
    const answer = await client.media.getUploadStatus(id, { command: 'STATUS' })
    states.push(at(answer, 'data', 'processingInfo', 'state'))
  }

  t.match(still, { data: { image: { w: 8, h: 8 } } })
  t.strictSame(states, ['pending', 'in_progress', 'succeeded'])
  t.ok(await client.posts.create({ text: 'moving', media: { mediaIds: [id] } }))
})

t.test("X's own library gets the problem and the limits of a refusal", async (t) => {
  const { accessToken } = await login('xdk_errors')
  const client = officialClient(sandbox.url, accessToken)
  const error = await errorOf(client.posts.create({ text: 'a'.repeat(281) }))

  t.match(error, { status: 403, data: { title: 'Forbidden', type: 'about:blank' } })
  const headers: unknown = at(error, 'headers')
  t.ok(headers instanceof Headers)
  if (!(headers instanceof Headers)) return
  t.equal(headers.get('content-type'), 'application/problem+json')
  t.equal(headers.get('x-rate-limit-remaining'), '99')
})

t.test('a fault can be aimed at one account', async (t) => {
  const { client: unlucky } = await login('fault_one')
  const { client: lucky } = await login('fault_two')
  const me = await unlucky.v2.me()
  await control('POST', 'faults', {
    network: 'twitter',
    operation: 'create_post',
    fault: 'delayed_visibility',
    account: 'fault_one',
  })
  await lucky.v2.tweet('not me')
  const { data } = await unlucky.v2.tweet('late')
  const early = await unlucky.v2.userTimeline(me.data.id)
  await control('POST', 'time', { advanceSeconds: 30 })
  const later = await unlucky.v2.userTimeline(me.data.id)

  t.strictSame(early.tweets, [])
  t.strictSame(
    later.tweets.map(({ id }) => id),
    [data.id],
  )
})

t.test('a reply lost after the commit leaves a post that the timeline shows', async (t) => {
  const { client } = await login('fault_lost')
  const me = await client.v2.me()
  await control('POST', 'faults', {
    network: 'twitter',
    operation: 'create_post',
    fault: 'lose_reply_after_commit',
  })
  await errorOf(client.v2.tweet('Did it arrive?'))
  const { tweets } = await client.v2.userTimeline(me.data.id)

  t.match(tweets, [{ text: 'Did it arrive?' }])
  t.match(await errorOf(client.v2.tweet('Did it arrive?')), { data: { detail: /duplicate/ } })
})

t.test('the wall shows what was published, with its picture', async (t) => {
  const page = await fetch(`${sandbox.url}/?q=picture`)
  const html = await page.text()

  t.equal(page.status, 200)
  t.match(html, /With a picture/)
  t.match(html, /All grey/)
})
