import { longToken, remoteOf } from '@t21/meta-graph/sandbox/testing'
import { errorOf, serveFiles } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { FacebookAdsApi, IGMedia, IGUser, User } from 'facebook-nodejs-business-sdk'
import t from 'tap'
import { emulator } from './index.ts'
import { facebookGraphApp } from './oauth/facebook-app.ts'
import { jpeg, video } from './support/files.ts'
import { createLab, textAt } from './support/lab.ts'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const files = await serveFiles(t, { 'a.jpg': jpeg(1080, 1080), 'a.mp4': video() })
// The library knows one host; it asks this getter for it at every call.
Object.defineProperty(FacebookAdsApi, 'GRAPH', { get: () => `${sandbox.url}/graph.facebook.com` })

interface Connected {
  readonly api: FacebookAdsApi
  readonly account: IGUser
}

/** Facebook's login is no part of the library: its steps are made by hand. */
async function connect(handle: string): Promise<Connected> {
  const { call } = remoteOf(sandbox.url, 'instagram', 'graph.facebook.com')
  const token = await longToken(createLab({ call }), facebookGraphApp, handle)
  const person = new FacebookAdsApi(token, 'en_US', false)
  const fields = ['access_token', 'instagram_business_account']
  const [page] = await new User('me', {}, undefined, person).getAccounts(fields)
  const api = new FacebookAdsApi(textAt(page?._data, 'access_token'), 'en_US', false)
  const id = textAt(page?._data, 'instagram_business_account', 'id')
  return { api, account: new IGUser(id, {}, undefined, api) }
}

async function published(
  { api, account }: Connected,
  container: Readonly<Record<string, unknown>>,
): Promise<IGMedia> {
  const { id } = await account.createMedia([], container)
  for (const asked of [1, 2]) {
    const answer = await api.call('GET', [id], { fields: 'status_code' })
    t.match(answer, asked === 2 ? { status_code: 'FINISHED' } : {})
  }
  const media = await account.createMediaPublish([], { creation_id: id })
  return new IGMedia(media.id, {}, undefined, api)
}

t.test('Meta’s library publishes a picture, comments, lists and deletes it', async (t) => {
  const connected = await connect('sdk.picture')
  const { account } = connected
  const media = await published(connected, {
    image_url: `${files}/a.jpg`,
    caption: 'By the library',
    alt_text: 'A square',
    user_tags: [{ username: 'bob', x: 0.5, y: 0.5 }],
    collaborators: ['carol'],
  })
  t.match((await media.get(['caption', 'permalink', 'media_product_type']))._data, {
    caption: 'By the library',
    media_product_type: 'FEED',
    permalink: /instagram\.com\/p\//,
  })
  await media.createComment([], { message: 'First' })
  t.match((await media.getComments(['text']))[0]?._data, { text: 'First' })
  t.match((await account.getMedia(['caption']))[0]?._data, { caption: 'By the library' })
  t.match((await account.getContentPublishingLimit(['config', 'quota_usage']))[0]?._data, {
    quota_usage: 1,
    config: { quota_duration: 86_400 },
  })
  await media.delete([])
  t.match(await errorOf(media.get(['caption'])), { response: { code: 100, error_subcode: 33 } })
})

t.test('a carousel of a picture and a film, a reel and a story', async (t) => {
  const connected = await connect('sdk.films')
  const { account } = connected
  const item = { is_carousel_item: true }
  const children = [
    await account.createMedia([], { ...item, image_url: `${files}/a.jpg` }),
    await account.createMedia([], { ...item, media_type: 'VIDEO', video_url: `${files}/a.mp4` }),
  ].map(({ id }) => id)
  for (const id of [...children, ...children]) {
    await connected.api.call('GET', [id], { fields: 'status_code' })
  }
  const carousel = await published(connected, { media_type: 'CAROUSEL', children })
  const reel = await published(connected, {
    media_type: 'REELS',
    video_url: `${files}/a.mp4`,
    share_to_feed: false,
  })
  await published(connected, { media_type: 'STORIES', image_url: `${files}/a.jpg` })
  t.match((await carousel.get(['media_type']))._data, { media_type: 'CAROUSEL_ALBUM' })
  t.match((await reel.get(['media_product_type']))._data, { media_product_type: 'REELS' })
  t.equal((await account.getStories(['id'])).length, 1)
  t.match(await errorOf(account.createMedia([], { media_type: 'CAROUSEL', children: ['1'] })), {
    response: { code: 100, error_subcode: 2207028 },
  })
})

t.test('insights of a post and of the account', async (t) => {
  const connected = await connect('sdk.numbers')
  const media = await published(connected, { image_url: `${files}/a.jpg` })
  const rows = await media.getInsights([], { metric: ['views', 'reach', 'saved'] })
  t.same(
    rows.map(({ _data }) => _data['name']),
    ['views', 'reach', 'saved'],
  )
  const metric = { metric: ['reach'], period: 'day', metric_type: 'total_value' }
  t.match((await connected.account.getInsights([], metric))[0]?._data, { name: 'reach' })
  t.match(await errorOf(media.getInsights([], { metric: ['impressions'] })), {
    response: { code: 100 },
  })
})
