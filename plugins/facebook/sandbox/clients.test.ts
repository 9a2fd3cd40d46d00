import { callback } from '@t21/meta-graph/sandbox/testing'
import { errorOf, sentCode, serveFiles } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { AdVideo, FacebookAdsApi, Page, PagePost, User } from 'facebook-nodejs-business-sdk'
import t from 'tap'
import { sandboxApp } from './api/sandbox-app.ts'
import { emulator } from './index.ts'
import { at, jpeg, mp4, textAt } from './support/lab.ts'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const files = await serveFiles(t, { 'a.jpg': jpeg(600, 400), 'reel.mp4': mp4(5000) })
// The library knows one host; it asks this getter for it at every call.
Object.defineProperty(FacebookAdsApi, 'GRAPH', { get: () => `${sandbox.url}/graph.facebook.com` })

async function json(address: string, init: RequestInit = {}): Promise<unknown> {
  return await (await fetch(`${sandbox.url}/${address}`, init)).json()
}

/** Facebook's login is no part of the library: its steps are made by hand. */
async function login(handle: string): Promise<string> {
  const { id, secret, scopes } = sandboxApp
  const query = new URLSearchParams({
    client_id: id,
    redirect_uri: callback,
    scope: scopes.join(','),
    state: 'a-state',
    sandbox_approve: handle,
  })
  const dialog = `${sandbox.url}/www.facebook.com/v25.0/dialog/oauth?${query.toString()}`
  const consent = await fetch(dialog, { redirect: 'manual' })
  const code = sentCode(consent)
  const app = { client_id: id, client_secret: secret }
  const exchange = async (what: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams({ ...app, ...what })
    const answer = await json('graph.facebook.com/v25.0/oauth/access_token', {
      method: 'POST',
      body,
    })
    return textAt(answer, 'access_token')
  }
  const short = await exchange({ code, redirect_uri: callback })
  return await exchange({ grant_type: 'fb_exchange_token', fb_exchange_token: short })
}

interface Connected {
  readonly api: FacebookAdsApi
  readonly page: Page
  readonly id: string
  readonly token: string
}

async function connect(handle: string): Promise<Connected> {
  const person = new FacebookAdsApi(await login(handle), 'en_US', false)
  const [row] = await new User('me', {}, undefined, person).getAccounts(['id', 'access_token'])
  const id = textAt(row?._data, 'id')
  const token = textAt(row?._data, 'access_token')
  const api = new FacebookAdsApi(token, 'en_US', false)
  return { api, id, token, page: new Page(id, {}, undefined, api) }
}

t.test('Meta’s library posts, lists page by page, comments, edits and deletes', async (t) => {
  const { api, page, id } = await connect('sdk_post')
  const first = await page.createFeed(['id', 'permalink_url'], { message: 'one' })
  t.match(first._data, { id: new RegExp(`^${id}_`), permalink_url: /sdk_post-page\/posts/ })
  t.match(await errorOf(page.createFeed([], { message: 'one' })), {
    status: 400,
    response: { code: 506, error_subcode: 1455006, type: 'OAuthException' },
  })
  await page.createFeed([], { message: 'two', link: 'https://example.com' })
  await page.createFeed([], { message: 'three' })
  const listed = await page.getPublishedPosts(['message'], { limit: 2 })
  t.strictSame(
    listed.map(({ _data }) => _data['message']),
    ['three', 'two'],
  )
  t.ok(listed.hasNext())
  const next = await listed.next()
  t.strictSame(
    next.map(({ _data }) => _data['message']),
    ['one'],
  )
  const post = new PagePost(first.id, {}, undefined, api)
  await post.createComment([], { message: 'first' })
  t.match((await post.getComments(['message'], { filter: 'stream' }))[0]?._data, {
    message: 'first',
  })
  await post.update([], { message: 'one, edited' })
  t.match((await post.get(['message']))._data, { message: 'one, edited' })
  await post.delete([])
  t.match(await errorOf(post.get(['message'])), {
    response: { code: 100, error_subcode: 33 },
  })
})

t.test('photos by address, staged, attached, and as a story', async (t) => {
  const { page } = await connect('sdk_photo')
  const url = `${files}/a.jpg`
  const staged = await page.createPhoto([], { url, published: false })
  const album = await page.createFeed([], {
    message: 'album',
    attached_media: [{ media_fbid: staged.id }],
  })
  t.match(album.id, /_/)
  const story = await page.createPhoto([], { url, published: false })
  const { _data } = await page.createPhotoStory([], { photo_id: story.id })
  t.match(_data, { success: true })
  t.type(_data['post_id'], 'number', 'which the library cannot read exactly')
  t.match(await errorOf(page.createPhoto([], { url: `${files}/none.jpg` })), {
    response: { error_subcode: 2061006 },
  })
})

t.test('a reel from start to post', async (t) => {
  const { api, page, token } = await connect('sdk_reel')
  const { _data } = await page.createVideoReel([], { upload_phase: 'START' })
  const id = textAt(_data, 'video_id')
  const sent = await fetch(textAt(_data, 'upload_url'), {
    method: 'POST',
    headers: { authorization: `OAuth ${token}`, file_url: `${files}/reel.mp4` },
  })
  t.strictSame(await sent.json(), { success: true })
  await page.createVideoReel([], {
    upload_phase: 'FINISH',
    video_id: id,
    video_state: 'PUBLISHED',
    description: 'A reel',
  })
  // The library cannot read the same object twice: `status` is a getter that it defines once.
  const read = (fields: readonly string[]) => new AdVideo(id, {}, undefined, api).read(fields)
  await read(['status'])
  const done = await read(['status', 'post_id'])
  t.match(done._data, {
    post_id: /_/,
    status: { video_status: 'ready', publishing_phase: { publish_status: 'published' } },
  })
})

t.test('videos, insights and subscriptions', async (t) => {
  const { api, page } = await connect('sdk_more')
  const video = await page.createVideo([], { file_url: `${files}/reel.mp4`, title: 'T' })
  t.match(video.id, /^122/)
  const post = await page.createFeed([], { message: 'x' })
  const rows = await new PagePost(post.id, {}, undefined, api).getInsights([], {
    metric: ['post_media_view', 'post_clicks'],
  })
  t.strictSame(
    rows.map(({ _data }) => _data['name']),
    ['post_media_view', 'post_clicks'],
  )
  t.match(await errorOf(page.getInsights([], { metric: ['page_fans'] })), {
    response: { code: 100 },
  })
  await page.createSubscribedApp([], { subscribed_fields: ['feed', 'mention'] })
})

t.test('multipart and usage, as they come over the wire', async (t) => {
  const { id, token } = await connect('busy_wire')
  const form = new FormData()
  form.set('source', new Blob([new Uint8Array(jpeg(20, 20))]), 'a.jpg')
  form.set('message', 'by hand')
  const address = `graph.facebook.com/v25.0/${id}/photos?access_token=${token}`
  const posted = await json(address, { method: 'POST', body: form })
  t.match(at(posted, 'post_id'), new RegExp(`^${id}_`))
  let usage: string | null = null
  for (let count = 0; count < 3 && usage === null; count += 1) {
    const answer = await fetch(`${sandbox.url}/graph.facebook.com/v25.0/me?access_token=${token}`)
    usage = answer.headers.get('x-business-use-case-usage')
  }
  t.match(JSON.parse(usage ?? '{}'), { [id]: [{ type: 'pages', call_count: Number }] })
})
