import { createHmac } from 'node:crypto'
import { controlOf, errorOf, sentBack, startServer } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { AuthClient } from 'linkedin-api-client'
import t from 'tap'
import { emulator } from './index.ts'
import { officialClient } from './support/client-library.ts'
import { mp4, png } from './support/files.ts'
import { at, callback, community, textAt } from './support/lab.ts'
import { postBody } from './support/publish.ts'

const versionString = '202609'
const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const control = controlOf(sandbox.url)

/** The library makes the address, a browser approves, and the code is exchanged by hand: it cannot be redirected. */
async function login(handle: string): Promise<string> {
  const auth = new AuthClient({
    clientId: community.id,
    clientSecret: community.secret,
    redirectUrl: callback,
  })
  const link = auth.generateMemberAuthorizationUrl(community.scope.split(' '), 'a-state')
  const page = link.replace('https://', `${sandbox.url}/`)
  const approved = await fetch(`${page}&sandbox_approve=${handle}`, { redirect: 'manual' })
  const back = sentBack(approved)
  t.equal(back.searchParams.get('state'), 'a-state')
  const response = await fetch(`${sandbox.url}/www.linkedin.com/oauth/v2/accessToken`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: callback,
      client_id: community.id,
      client_secret: community.secret,
    }),
  })
  return textAt(await response.json(), 'access_token')
}

async function pageOf(accessToken: string): Promise<string> {
  const { data } = await officialClient(sandbox.url).finder({
    resourcePath: '/organizationAcls',
    finderName: 'roleAssignee',
    queryParams: { role: 'ADMINISTRATOR', state: 'APPROVED', start: 0, count: 100 },
    accessToken,
    versionString,
  })
  return textAt(data, 'elements', 0, 'organization')
}

async function failure(attempt: Promise<unknown>): Promise<unknown> {
  return at(await errorOf(attempt), 'response')
}

t.test("LinkedIn's own library publishes, reads, changes and deletes", async (t) => {
  const client = officialClient(sandbox.url)
  const accessToken = await login('lib-post')
  const author = await pageOf(accessToken)
  const common = { accessToken, versionString }
  const created = await client.create({
    resourcePath: '/posts',
    entity: { ...postBody(author, { commentary: 'Hello #library' }) },
    ...common,
  })
  const id = textAt(created, 'createdEntityId')
  t.equal(created.status, 201)
  t.match(id, /^urn:li:share:\d+$/)

  const one = { resourcePath: '/posts/{id}', pathKeys: { id }, ...common }
  const found = await client.finder({
    resourcePath: '/posts',
    finderName: 'author',
    queryParams: { author, count: 10, sortBy: 'CREATED' },
    ...common,
  })
  t.match(found.data, { elements: [{ id, commentary: 'Hello {hashtag|\\#|library}' }] })
  const batch = await client.batchGet({ resourcePath: '/posts', ids: [id], ...common })
  t.match(batch.data, { results: { [id]: { id } } })
  const changed = await client.partialUpdate({ ...one, patchSetObject: { commentary: 'Bye' } })
  t.equal(changed.status, 204)
  t.match((await client.get(one)).data, { commentary: 'Bye' })
  t.equal((await client.delete(one)).status, 204)
  t.match(await failure(client.get(one)), { status: 404 })
})

t.test("LinkedIn's own library uploads a picture and a video", async (t) => {
  const client = officialClient(sandbox.url)
  const accessToken = await login('lib-media')
  const owner = await pageOf(accessToken)
  const common = { accessToken, versionString }
  const opened = await client.action({
    resourcePath: '/images',
    actionName: 'initializeUpload',
    data: { initializeUploadRequest: { owner } },
    ...common,
  })
  const put = await fetch(textAt(opened.data, 'value', 'uploadUrl'), {
    method: 'PUT',
    headers: { authorization: `Bearer ${accessToken}` },
    body: png(8, 8),
  })
  t.equal(put.status, 201)
  const image = textAt(opened.data, 'value', 'image')

  const film = mp4(5000, 5_000_000)
  const videos = { resourcePath: '/videos', ...common }
  const begun = await client.action({
    ...videos,
    actionName: 'initializeUpload',
    data: { initializeUploadRequest: { owner, fileSizeBytes: film.length } },
  })
  const uploadedPartIds: string[] = []
  for (const index of [0, 1]) {
    const instruction = at(begun.data, 'value', 'uploadInstructions', index)
    const last = Number(at(instruction, 'lastByte'))
    const part = await fetch(textAt(instruction, 'uploadUrl'), {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: film.subarray(Number(at(instruction, 'firstByte')), last + 1),
    })
    t.equal(part.status, 200)
    uploadedPartIds.push((part.headers.get('etag') ?? '').replaceAll('"', ''))
  }
  const video = textAt(begun.data, 'value', 'video')
  await client.action({
    ...videos,
    actionName: 'finalizeUpload',
    data: { finalizeUploadRequest: { video, uploadToken: '', uploadedPartIds } },
  })
  const status = async (resourcePath: string, id: string) => {
    const { data } = await client.get({ resourcePath, pathKeys: { id }, ...common })
    return at(data, 'status')
  }
  t.equal(await status('/images/{id}', image), 'AVAILABLE')
  t.equal(await status('/videos/{id}', video), 'PROCESSING')
  t.equal(await status('/videos/{id}', video), 'AVAILABLE')
  for (const id of [image, video]) {
    const entity = { ...postBody(owner, { content: { media: { id, title: 'T' } } }) }
    t.equal((await client.create({ resourcePath: '/posts', entity, ...common })).status, 201)
  }
})

t.test("LinkedIn's own library gets numbers with lists and records", async (t) => {
  const client = officialClient(sandbox.url)
  const accessToken = await login('lib-numbers')
  const author = await pageOf(accessToken)
  const common = { accessToken, versionString }
  const entity = { ...postBody(author) }
  const { createdEntityId } = await client.create({ resourcePath: '/posts', entity, ...common })
  await control('POST', 'time', { advanceSeconds: 86_400 })
  const { data } = await client.finder({
    resourcePath: '/organizationalEntityShareStatistics',
    finderName: 'organizationalEntity',
    queryParams: { organizationalEntity: author, shares: [createdEntityId] },
    ...common,
  })
  t.match(data, { elements: [{ share: createdEntityId }] })
  const reached = await client.finder({
    resourcePath: '/memberCreatorPostAnalytics',
    finderName: 'me',
    queryParams: {
      queryType: 'IMPRESSION',
      aggregation: 'DAILY',
      dateRange: {
        start: { day: 1, month: 1, year: 2026 },
        end: { day: 3, month: 1, year: 2026 },
      },
    },
    ...common,
  })
  t.match(reached.data, { elements: [{ metricType: 'IMPRESSION', count: 0 }, {}] })
})

t.test('a reply lost after the commit leaves a post that the next attempt names', async (t) => {
  const client = officialClient(sandbox.url)
  const accessToken = await login('lib-lost')
  const author = await pageOf(accessToken)
  const post = {
    resourcePath: '/posts',
    entity: { ...postBody(author) },
    accessToken,
    versionString,
  }
  await control('POST', 'faults', {
    network: 'linkedin',
    operation: 'create_post',
    fault: 'lose_reply_after_commit',
    account: 'lib-lost-company',
  })
  t.equal(await failure(client.create(post)), undefined)
  t.match(await failure(client.create(post)), {
    status: 422,
    data: { message: /^Content is a duplicate of urn:li:share:\d+$/ },
  })
})

t.test('a callback that answers the challenge is registered, and hears of a comment', async (t) => {
  const hmac = (text: string) => createHmac('sha256', community.secret).update(text).digest('hex')
  const heard = Promise.withResolvers<{ signature: unknown; body: string }>()
  const server = await startServer(t, (request, response) => {
    const challengeCode = new URL(request.url ?? '/', 'http://x').searchParams.get('challengeCode')
    if (challengeCode !== null) {
      response.end(JSON.stringify({ challengeCode, challengeResponse: hmac(challengeCode) }))
      return
    }
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      heard.resolve({ signature: request.headers['x-li-signature'], body })
      response.end()
    })
  })
  const url = `${server}/hook`
  const registered = await control('PUT', 'webhooks/linkedin', { url })
  t.match(registered, { url })

  const client = officialClient(sandbox.url)
  const accessToken = await login('lib-hook')
  const author = await pageOf(accessToken)
  const common = { accessToken, versionString }
  const organizations = { developerApplication: 'urn:li:developerApplication:210000001' }
  const subscribed = await client.update({
    resourcePath: '/eventSubscriptions/{key}',
    pathKeys: {
      key: {
        ...organizations,
        user: `urn:li:person:${textAt(await userinfo(accessToken), 'sub')}`,
        entity: author,
        eventType: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
      },
    },
    entity: { webhook: url },
    ...common,
  })
  t.equal(subscribed.status, 204)
  const entity = { ...postBody(author) }
  const created = await client.create({ resourcePath: '/posts', entity, ...common })
  const id = textAt(created, 'createdEntityId')
  const commented = await client.create({
    resourcePath: '/socialActions/{id}/comments',
    pathKeys: { id },
    entity: { actor: author, object: id, message: { text: 'First' } },
    ...common,
  })
  t.match(commented.createdEntityId, /^\d{19}$/)
  const { signature, body } = await heard.promise
  t.equal(signature, hmac(`hmacsha256=${body}`))
  t.match(JSON.parse(body), { notifications: [{ action: 'ADMIN_COMMENT', sourcePost: id }] })
})

async function userinfo(accessToken: string): Promise<unknown> {
  const { data } = await officialClient(sandbox.url).get({ resourcePath: '/userinfo', accessToken })
  return data
}

t.test('the wall shows what was published', async (t) => {
  const html = await (await fetch(`${sandbox.url}/?q=Lib`)).text()
  t.match(html, /Lib Media Company/)
  t.match(html, /First/)
})
