import { controlOf, sentCode, startServer } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { emulator } from './index.ts'
import { jpeg, mp4 } from './support/files.ts'
import { at, authorizeAddress, callback, textAt } from './support/lab.ts'
import { oneChunk, postInfo } from './support/publish.ts'

// What a client sees of it over real HTTP, served by the sandbox's host.

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const control = controlOf(sandbox.url)

async function signIn(handle: string): Promise<string> {
  const address = authorizeAddress({ sandbox_approve: handle })
  const back = await fetch(`${sandbox.url}/${address}`, { redirect: 'manual' })
  const code = sentCode(back)
  const response = await fetch(`${sandbox.url}/open.tiktokapis.com/v2/oauth/token/`, {
    method: 'POST',
    body: new URLSearchParams({
      client_key: 'sandbox-client',
      client_secret: 'sandbox-secret',
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code,
    }),
  })
  return textAt(await response.json(), 'access_token')
}

async function call(token: string, path: string, body?: object): Promise<string> {
  const response = await fetch(`${sandbox.url}/open.tiktokapis.com/v2/post/publish/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json; charset=UTF-8',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return await response.text()
}

t.test('a video is uploaded, published, and told of by webhook', async (t) => {
  const events: string[] = []
  const listener = await startServer(t, (request, response) => {
    events.push(String(request.headers['tiktok-signature']))
    response.end()
  })
  await control('PUT', 'webhooks/tiktok', { url: `${listener}/hook` })

  const token = await signIn('demo_brand')
  const video = mp4()
  const source_info = oneChunk(video.length)
  const init: unknown = JSON.parse(
    await call(token, 'video/init/', { post_info: postInfo(), source_info }),
  )
  const uploaded = await fetch(textAt(init, 'data', 'upload_url'), {
    method: 'PUT',
    headers: {
      'content-type': 'video/mp4',
      'content-range': `bytes 0-${video.length - 1}/${video.length}`,
    },
    body: video,
  })
  t.equal(uploaded.status, 201)

  await control('POST', 'time', { advanceSeconds: 5 })
  const publish_id = textAt(init, 'data', 'publish_id')
  const status = await call(token, 'status/fetch/', { publish_id })
  const shown = await control('GET', 'published?network=tiktok&account=demo_brand')
  const id = textAt(shown, 0, 'id')
  t.match(status, `"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[${id}]`)
  const media = textAt(shown, 0, 'media', 0, 'id')
  const bytes = await (await fetch(`${sandbox.url}/_media/tiktok/${media}`)).arrayBuffer()
  t.same(Buffer.from(bytes), video)
  t.match(at(await control('GET', 'webhooks'), 'sent'), { length: 2 })
  t.match(events[0], /^t=\d+,s=[0-9a-f]{64}$/)
})

t.test('photos are fetched from where the client serves them', async (t) => {
  const files = await startServer(t, (request, response) => {
    if (request.url === '/a.jpg') response.end(jpeg(1080, 1350))
    else response.writeHead(302, { location: '/a.jpg' }).end()
  })
  const token = await signIn('demo_bakery')
  async function outcome(name: string): Promise<string> {
    const init = await call(token, 'content/init/', {
      media_type: 'PHOTO',
      post_mode: 'DIRECT_POST',
      post_info: { privacy_level: 'SELF_ONLY' },
      source_info: {
        source: 'PULL_FROM_URL',
        photo_images: [`${files}/${name}`],
      },
    })
    const publish_id = textAt(JSON.parse(init), 'data', 'publish_id')
    await call(token, 'status/fetch/', { publish_id })
    return await call(token, 'status/fetch/', { publish_id })
  }

  t.match(await outcome('a.jpg'), 'PUBLISH_COMPLETE')
  t.match(await outcome('moved.jpg'), '"fail_reason":"photo_pull_failed"')
})

t.test('faults speak the words of TikTok, and aim at one account', async (t) => {
  const token = await signIn('fault_ann')
  const other = await signIn('fault_bob')
  async function arm(fault: string, operation: string): Promise<void> {
    const body = { network: 'tiktok', operation, fault, account: 'fault_ann' }
    await control('POST', 'faults', body)
  }
  for (const [fault, code] of Object.entries({
    rate_limited: 'rate_limit_exceeded',
    token_dead: 'access_token_invalid',
    error_500_before: 'internal_error',
  })) {
    await arm(fault, 'creator_info')
    t.match(await call(other, 'creator_info/query/'), '"code":"ok"')
    t.match(await call(token, 'creator_info/query/'), `"code":"${code}"`)
  }
})

t.test('a path without its slash at the end is not found', async (t) => {
  const response = await fetch(`${sandbox.url}/open.tiktokapis.com/v2/oauth/token`, {
    method: 'POST',
  })

  t.equal(response.status, 404)
  t.match(await response.json(), { error: 'invalid_request', error_description: /slash/ })
})
