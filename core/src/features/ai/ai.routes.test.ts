import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AiPart } from '@t21/plugin-kit'
import { test, type Test } from 'tap'
import {
  registerUser,
  senderOf,
  testApp,
  type TestApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import { buildMedia, buildMember } from '../../../../test/support/factories.ts'
import { fakeAi, saidBy, type Script } from '../../../../test/support/fake-ai.ts'
import { multipartBody } from '../../../../test/support/multipart.ts'
import { postPlugins } from '../../../../test/support/post-plugins.ts'
import { picture } from '../media/fixtures/media-files.ts'

test('a caption has an alternative text; the model sees a small picture; its own model is asked', async (t) => {
  const { send, mine, brandId, ai, upload } = await start(t)
  const { data: media } = await upload(await picture('png', { width: 2_000, height: 1_000 }))
  const { data, meta, statusCode } = await send(mine, 'POST', '/ai/generate-image-caption', {
    brandId,
    mediaId: media.id,
  })
  t.equal(statusCode, 200)
  t.match(data, {
    caption: 'The content of version1 in call 0.',
    altText: 'The altText of version1 in call 0.',
    model: 'maker/seeing',
  })
  t.match(meta, { creditsUsed: 1 })
  const shown = ai.calls[0]?.messages.flatMap(({ parts }) => parts).find(isPicture)
  t.match(shown, { mediaType: 'image/jpeg' })
  t.ok(shown !== undefined && shown.bytes.length > 100 && shown.bytes.length < 1_048_576)
})

test('what is no picture, or not there, is refused before a credit is taken', async (t) => {
  const { send, mine, other, brandId, ai, database } = await start(t)
  const foreign = await buildMedia(database, { organizationId: other.organizationId })
  const video = await buildMedia(database, {
    organizationId: mine.organizationId,
    kind: 'video',
    mimeType: 'video/mp4',
  })
  const refused = [
    [{ mediaId: foreign.id }, 404, 'NOT_FOUND'],
    [{ mediaId: '01997c3e-7a10-7c00-8000-00000000ffff' }, 404, 'NOT_FOUND'],
    [{ mediaId: video.id }, 422, 'UNSUPPORTED_MEDIA'],
    [{ imageUrl: 'https://127.0.0.1/picture.png' }, 422, 'URL_NOT_ALLOWED'],
    [{}, 422, 'VALIDATION_ERROR'],
    [{ mediaId: video.id, imageUrl: 'https://example.com/a.png' }, 422, 'VALIDATION_ERROR'],
  ] as const
  for (const [body, statusCode, code] of refused) {
    t.match(await send(mine, 'POST', '/ai/generate-image-caption', { brandId, ...body }), {
      statusCode,
      error: { code },
    })
  }
  t.same(ai.calls, [])
  t.same(await database.system('ai_generations'), [])
})

test('a library’s film, a file that is no picture, and a medium of one’s other organization are said for what they are', async (t) => {
  const { app, send, mine, other, brandId, ai, database, upload } = await start(t, undefined, {
    T21_ALLOW_LOOPBACK_IMPORTS: 'true',
  })
  const ask = (body: object) =>
    send(mine, 'POST', '/ai/generate-image-caption', { brandId, ...body })
  const { organizationId } = mine
  const video = await buildMedia(database, { organizationId, kind: 'video', mimeType: 'video/mp4' })
  t.match(await ask({ mediaId: video.id }), {
    statusCode: 422,
    error: { code: 'UNSUPPORTED_MEDIA' },
  })
  const { data: media } = await upload(await picture('png'))
  await database.system('media').where({ id: media.id }).update({ kind: 'video' })
  const refused = await ask({ mediaId: media.id })
  t.match(refused, { statusCode: 422, error: { details: [{ message: /This is no picture/ }] } })

  const both = await memberOf({ app, database }, [mine, other])
  const theirs = await buildMedia(database, { organizationId: other.organizationId })
  t.match(await send(both, 'GET', `/media/${theirs.id}`), { statusCode: 200 })
  const asked = { brandId, mediaId: theirs.id }
  t.match(await send(both, 'POST', '/ai/generate-image-caption', asked), { statusCode: 404 })

  const server = createServer((request, response) => {
    const isPage = request.url === '/page.png'
    response.setHeader('content-type', isPage ? 'image/png' : 'video/mp4')
    response.end(isPage ? '<html>Not here</html>' : Buffer.alloc(100))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  for (const path of ['page.png', 'film.mp4']) {
    t.match(await ask({ imageUrl: `http://127.0.0.1:${port}/${path}` }), {
      statusCode: 422,
      error: { code: 'UNSUPPORTED_MEDIA' },
    })
  }
  t.same(ai.calls, [])
  t.same(await database.system('ai_generations'), [])
})

test('hashtags are as posts take them, as many as are wanted, and none that the brand never uses', async (t) => {
  const { send, mine, brandId } = await start(t, () =>
    JSON.stringify({
      version1: { hashtags: ['#Fresh Bread', 'Fresh-Bread', 'Köln', '!', 'Four'] },
    }),
  )
  const { data } = await send(mine, 'POST', '/ai/suggest-hashtags', {
    brandId,
    content: 'Bread',
    count: 2,
  })
  t.same(data.hashtags, ['FreshBread', 'Köln'])
})

test('a text is improved as the action says; what it does not need is refused', async (t) => {
  const { send, mine, brandId, ai } = await start(t)
  const improve = (body: object) =>
    send(mine, 'POST', '/ai/improve-content', { brandId, content: 'Our bred is fresh.', ...body })
  t.match(await improve({ action: 'grammar' }), {
    statusCode: 200,
    data: { content: 'The content of version1 in call 0.' },
  })
  t.match(await improve({ action: 'translate', language: 'French' }), { statusCode: 200 })
  t.notMatch(saidBy(ai.calls[1] ?? never(), 'system'), /French/, 'what a person wrote is data')
  t.match(saidBy(ai.calls[1] ?? never(), 'user'), /French/)
  t.match(await improve({ action: 'translate' }), {
    statusCode: 422,
    error: { details: [{ field: 'language' }] },
  })
  t.match(await improve({ action: 'shorten', tone: 'casual' }), {
    statusCode: 422,
    error: { details: [{ field: 'tone' }] },
  })
  t.equal(ai.calls.length, 2)
})

test('a text is told anew for each network, for a credit each; one that is not installed is named', async (t) => {
  const { send, mine, brandId } = await start(t)
  const repurpose = (platforms: string[]) =>
    send(mine, 'POST', '/ai/repurpose', { brandId, content: 'Our bread is fresh.', platforms })
  t.match(await repurpose(['TWITTER', 'LINKEDIN']), {
    data: {
      versions: [
        { platform: 'TWITTER', content: 'The content of TWITTER in call 0.' },
        { platform: 'LINKEDIN', content: 'The content of LINKEDIN in call 0.' },
      ],
    },
    meta: { creditsUsed: 2, creditsRemaining: 8 },
  })
  t.match(await repurpose(['TWITTER', 'NOWHERE']), {
    statusCode: 422,
    error: { code: 'PLATFORM_UNAVAILABLE', details: [{ field: 'platforms[1]' }] },
  })
})

test('a prompt of 100 kB is refused, and so is a blank one', async (t) => {
  const { send, mine, brandId, ai } = await start(t)
  for (const prompt of ['x'.repeat(102_400), '   ', '']) {
    t.match(await send(mine, 'POST', '/ai/generate-content', { brandId, prompt }), {
      statusCode: 422,
      error: { code: 'VALIDATION_ERROR', details: [{ field: 'prompt' }] },
    })
  }
  t.same(ai.calls, [])
})

test('a viewer reads what AI wrote and lets it write nothing; strangers find nothing', async (t) => {
  const { app, send, mine, other, brandId, database } = await start(t)
  const { data } = await send(mine, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread' })
  const { organizationId } = mine
  const viewer = await registerUser(app)
  await buildMember(database, { organizationId, userId: viewer.user.id, role: 'VIEWER' })
  t.match(await send(viewer, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread' }), {
    statusCode: 403,
  })
  t.match(await send(viewer, 'GET', `/ai/generations?brandId=${brandId}`), {
    data: [{ id: data.id, prompt: 'Bread', versions: [{ content: data.content }], creditsUsed: 1 }],
  })
  for (const path of [`/ai/generations/${data.id}`, `/ai/generations?brandId=${brandId}`]) {
    t.match(await send(other, 'GET', path), { statusCode: 404 })
    t.match(await send(mine, 'GET', path), { statusCode: 200 })
  }
  t.match(await send(other, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread' }), {
    statusCode: 404,
  })
})

test('a post that is made of a generation says so, in its own words; of a foreign one there is none', async (t) => {
  const { send, mine, other, brandId } = await start(t)
  const { data } = await send(mine, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread' })
  const aiGenerationId: string = data.id
  const { content } = data
  const made = await send(mine, 'POST', '/posts', { brandId, content, aiGenerationId })
  const said = { aiGenerated: true, aiModel: 'maker/text', aiPrompt: 'Bread' }
  t.match(made, { statusCode: 201, data: said })
  const { data: plain } = await send(mine, 'POST', '/posts', { brandId, content: 'By hand' })
  t.match(plain, { aiGenerated: false })
  t.match(
    await send(mine, 'PATCH', `/posts/${plain.id}`, { version: plain.version, aiGenerationId }),
    { statusCode: 200, data: { ...said, content: 'By hand' } },
  )
  t.match(
    await send(mine, 'POST', '/posts', { brandId, content, aiGenerationId, aiModel: 'another' }),
    { statusCode: 422, error: { details: [{ field: 'aiModel' }] } },
  )
  const { data: theirs } = await send(other, 'POST', '/brands', { name: 'Other' })
  const post = { brandId: theirs.id, content, aiGenerationId }
  t.match(await send(other, 'POST', '/posts', post), {
    statusCode: 404,
    error: { details: [{ field: 'aiGenerationId' }] },
  })
  t.match(await send(other, 'POST', '/posts/validate', post), { statusCode: 404 })
})

test('a post is not made of what came to nothing, nor of what was written for one’s other organization', async (t) => {
  const { app, send, mine, other, brandId, database } = await start(t)
  const both = await memberOf({ app, database }, [mine, other])
  const { data } = await send(both, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread' })
  const { data: theirs } = await send(other, 'POST', '/brands', { name: 'Other' })
  const post = (brand: string, content: string) =>
    send(both, 'POST', '/posts', { brandId: brand, content, aiGenerationId: data.id })
  t.match(await post(theirs.id, 'Bread'), { statusCode: 404 })
  t.match(await post(brandId, 'Bread'), { statusCode: 201 })
  const failed = { state: 'failed', error: 'AI_NO_ANSWER', credits_used: 0 }
  t.equal(await database.system('ai_generations').where({ id: data.id }).update(failed), 1)
  t.match(await post(brandId, 'Cake'), { statusCode: 404 })
})

test('what PostgreSQL cannot store is left out of what a model wrote', async (t) => {
  const { send, mine, brandId } = await start(
    t,
    () => String.raw`{"version1":{"content":"a\u0000b\ud800","hashtags":[]}}`,
  )
  t.match(await send(mine, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread' }), {
    statusCode: 200,
    data: { content: 'ab\u{fffd}' },
  })
})

function isPicture(part: AiPart): part is Extract<AiPart, { kind: 'image' }> {
  return part.kind === 'image'
}

function never(): never {
  throw new Error('There was no call.')
}

/** Somebody who belongs to several organizations from the beginning. */
async function memberOf(
  { app, database }: Pick<TestApp, 'app' | 'database'>,
  organizations: readonly { readonly organizationId: string }[],
): Promise<TestUser> {
  const who = await registerUser(app)
  const { id: userId } = who.user
  for (const { organizationId } of organizations) {
    await buildMember(database, { organizationId, userId, role: 'ADMIN' })
  }
  return who
}

async function start(t: Test, script?: Script, variables: Record<string, string> = {}) {
  const ai = fakeAi(script)
  const made = await testApp(t, {
    providers: { ai },
    plugins: postPlugins(),
    variables: { T21_DATA_DIR: t.testdir(), ...variables },
  })
  const [mine, other] = [await registerUser(made.app), await registerUser(made.app)]
  const send = senderOf(made.app)
  const { data: brand } = await send(mine, 'POST', '/brands', { name: 'Acme' })
  const upload = async (bytes: Buffer) => {
    const body = await multipartBody([['file', { bytes, name: 'a.png', type: 'image/png' }]])
    const answer = await made.app.inject({
      method: 'POST',
      url: '/v1/media/upload',
      payload: body.payload,
      headers: { ...mine.auth, ...body.headers },
    })
    return answer.json() as { data: { id: string } }
  }
  return { ...made, ai, mine, other, send, brandId: brand.id as string, upload }
}
