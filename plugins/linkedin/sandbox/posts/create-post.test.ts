import t from 'tap'
import { emulator } from '../index.ts'
import { pdf, png } from '../support/files.ts'
import { at, createLab, selfServe, type Lab } from '../support/lab.ts'
import {
  pageOf,
  personOf,
  postBody,
  publish,
  publishedUrn,
  uploadedUrn,
} from '../support/publish.ts'

async function member(handle = 'alice'): Promise<{ lab: Lab; token: string; author: string }> {
  const lab = createLab()
  const token = await lab.signIn(handle)
  return { lab, token, author: await personOf(lab, token) }
}

function texts(lab: Lab): string[] {
  return emulator.published(lab.context).map(({ text }) => text)
}

t.test('a post is created with its URN in a header and nothing in the body', async (t) => {
  const { lab, token, author } = await member()
  const answer = await publish(lab, token, author)
  t.equal(answer.status, 201)
  t.match(answer.headers?.['x-restli-id'], /^urn:li:share:\d{19}$/)
  t.match(answer.headers?.['access-control-expose-headers'], 'x-restli-id')
  t.equal(answer.json, undefined)
  t.strictSame(texts(lab), ['Hello'])
})

t.test('unescaped text is cut, and the post is there', async (t) => {
  const { lab, token, author } = await member()
  await publishedUrn(lab, token, author, { commentary: 'Save 20% (today only)' })
  t.strictSame(texts(lab), ['Save 20% '])
})

t.test('a mention needs the exact name', async (t) => {
  const { lab, token } = await member()
  const page = await pageOf(lab, token)
  await publishedUrn(lab, token, page, {
    commentary:
      '@[Devtestco](urn:li:organization:2414183) @[devtestco](urn:li:organization:2414183)',
  })
  t.match(
    (await lab.rest('GET', `posts?q=author&author=${encodeURIComponent(page)}`, { token })).json,
    { elements: [{ commentary: '@[Devtestco](urn:li:organization:2414183) devtestco' }] },
  )
})

t.test('what is missing, unknown or of a wrong type is refused, and named', async (t) => {
  const { lab, token, author } = await member()
  const good = postBody(author)
  const { commentary: _, ...missing } = good as Record<string, unknown>
  const wrong: [object, string, string][] = [
    [missing, 'MISSING_FIELD', 'commentary'],
    [{ ...good, hashtags: [] }, 'UNRECOGNIZED_FIELD', 'hashtags'],
    [{ ...good, visibility: 'EVERYBODY' }, 'INVALID_VALUE_FOR_FIELD', 'visibility'],
    [{ ...good, visibility: 'CONTAINER' }, 'INVALID_VALUE_FOR_FIELD', 'visibility'],
    [{ ...good, lifecycleState: 'SCHEDULED' }, 'INVALID_VALUE_FOR_FIELD', 'lifecycleState'],
    [
      { ...good, distribution: { feedDistribution: 'MAIN_FEED', facets: [] } },
      'UNRECOGNIZED_FIELD',
      'distribution/facets',
    ],
    [{ ...good, commentary: ' ' }, 'INVALID_VALUE_BLANK_FIELD', 'commentary'],
    [{ ...good, commentary: 'a'.repeat(3001) }, 'FIELD_LENGTH_TOO_LONG', 'commentary'],
    [{ ...good, author: 'urn:li:company:1' }, 'INVALID_URN_TYPE', 'author'],
    [{ ...good, author: 'urn:li:organization:x' }, 'INVALID_URN_ID', 'author'],
  ]
  for (const [json, code, field] of wrong) {
    const answer = await lab.rest('POST', 'posts', { token, json })
    t.match(answer, {
      status: 400,
      json: {
        code,
        errorDetails: { inputErrors: [{ code, input: { inputPath: { fieldPath: field } } }] },
      },
    })
  }
  t.strictSame(texts(lab), [])
  const longest = { commentary: '\\('.repeat(1500) }
  t.equal((await publish(lab, token, author, longest)).status, 201)
})

t.test('nobody posts for others, without a scope, or without a role', async (t) => {
  const { lab, token } = await member()
  const stranger = await personOf(lab, await lab.signIn('bob'))
  const plain = await lab.signIn('alice', selfServe)
  const analyst = await lab.signIn('analyst-ann')
  const refused: [string, string, RegExp][] = [
    [token, stranger, /\[\/author\]/],
    [plain, await pageOf(lab, token), /partnerApiPostsExternal.CREATE.20260901/],
    [analyst, await pageOf(lab, analyst), /does not have the required role/],
  ]
  for (const [who, author, message] of refused) {
    t.match(await publish(lab, who, author), {
      status: 403,
      json: { serviceErrorCode: 100, code: 'ACCESS_DENIED', message },
    })
  }
  t.equal((await publish(lab, plain, await personOf(lab, plain))).status, 201)
})

t.test('the same content again within ten minutes is a duplicate of the first', async (t) => {
  const { lab, token, author } = await member()
  const urn = await publishedUrn(lab, token, author)
  lab.advance(599)
  const again = await publish(lab, token, author, { visibility: 'CONNECTIONS' })
  t.match(again, { status: 422, json: { message: `Content is a duplicate of ${urn}` } })
  t.equal((await publish(lab, token, await pageOf(lab, token))).status, 201)
  t.equal((await publish(lab, token, author, { commentary: 'Other' })).status, 201)
  lab.advance(1)
  t.equal((await publish(lab, token, author)).status, 201)
})

t.test('a deleted post is nothing to be a duplicate of', async (t) => {
  const { lab, token, author } = await member()
  const urn = await publishedUrn(lab, token, author)
  await lab.rest('DELETE', `posts/${encodeURIComponent(urn)}`, { token })
  t.equal((await publish(lab, token, author)).status, 201)
})

t.test('fresh uploads of the same picture make another post', async (t) => {
  const { lab, token, author } = await member()
  for (const _ of [1, 2]) {
    const id = await uploadedUrn(lab, token, author, png(4, 4))
    lab.advance(1)
    await publishedUrn(lab, token, author, { content: { media: { id } } })
  }
  t.strictSame(texts(lab), ['Hello', 'Hello'])
})

t.test('some members may post the same thing again and again', async (t) => {
  const { lab, token, author } = await member('repeat-rita')
  await publishedUrn(lab, token, author)
  await publishedUrn(lab, token, author)
  t.strictSame(texts(lab), ['Hello', 'Hello'])
})

t.test('content is exactly one of its kinds, within its limits', async (t) => {
  const { lab, token, author } = await member()
  const image = await uploadedUrn(lab, token, author, png(4, 4))
  const document = await uploadedUrn(lab, token, author, pdf(1), 'document')
  lab.advance(2)
  const images = (count: number) => ({
    multiImage: { images: Array.from({ length: count }, () => ({ id: image })) },
  })
  const article = { source: 'https://example.com' }
  const settings = { duration: 'THREE_DAYS' }
  const options = [{ text: 'a' }, { text: 'b' }]
  const wrong: [object, string][] = [
    [{}, 'INVALID_VALUE_FOR_FIELD'],
    [{ media: { id: image }, article }, 'INVALID_VALUE_FOR_FIELD'],
    [images(1), 'INVALID_VALUE_FOR_FIELD'],
    [images(21), 'INVALID_VALUE_FOR_FIELD'],
    [{ multiImage: { images: [{ media: image }] } }, 'MISSING_FIELD'],
    [{ multiImage: { images: [{ id: image }, { id: document }] } }, 'INVALID_URN_TYPE'],
    [{ media: { id: image, altText: 'a'.repeat(4087) } }, 'FIELD_LENGTH_TOO_LONG'],
    [{ media: { id: 'urn:li:image:nope' } }, 'INVALID_IMAGE_ID'],
    [{ media: { id: 'urn:li:video:nope' } }, 'INVALID_URN_ID'],
    [{ media: { id: document } }, 'MISSING_FIELD'],
    [{ article: { source: 'example.com' } }, 'INVALID_VALUE_FOR_FIELD'],
    [{ article: { ...article, title: 'a'.repeat(401) } }, 'FIELD_LENGTH_TOO_LONG'],
    [{ poll: { question: 'a'.repeat(141), options, settings } }, 'FIELD_LENGTH_TOO_LONG'],
    [{ poll: { question: 'a', options: [{ text: 'b' }], settings } }, 'INVALID_VALUE_FOR_FIELD'],
    [
      { poll: { question: 'a', options: [...options, { text: 'b'.repeat(31) }], settings } },
      'FIELD_LENGTH_TOO_LONG',
    ],
    [
      { poll: { question: 'a', options: [...options, { text: '' }], settings } },
      'INVALID_VALUE_BLANK_FIELD',
    ],
    [
      { poll: { question: 'a', options, settings: { duration: 'ONE_WEEK' } } },
      'INVALID_VALUE_FOR_FIELD',
    ],
  ]
  for (const [content, code] of wrong) {
    const answer = await publish(lab, token, author, { content })
    t.match(answer, { status: 400, json: { code } }, JSON.stringify(content).slice(0, 80))
  }
  const right = [
    images(2),
    images(20),
    { media: { id: image, altText: 'a'.repeat(4086) } },
    { media: { id: document, title: 'Report' } },
    { article: { ...article, title: 'Title', description: 'About', thumbnail: image } },
    { poll: { question: 'a'.repeat(140), options, settings } },
  ]
  for (const content of right) {
    const answer = await publish(lab, token, author, { commentary: '', content })
    t.equal(answer.status, 201, JSON.stringify(answer.json))
  }
})

t.test('a carousel, and content of those who may only write, is unpermitted', async (t) => {
  const { lab, token, author } = await member('textonly-tom')
  for (const content of [{ carousel: {} }, { article: { source: 'https://example.com' } }]) {
    t.match(await publish(lab, token, author, { content }), {
      status: 403,
      json: { message: /Unpermitted fields present in REQUEST_BODY.*\[\/content\]/ },
    })
  }
  t.equal((await publish(lab, token, author)).status, 201)
})

t.test('media must be the author’s own', async (t) => {
  const { lab, token, author } = await member()
  const page = await pageOf(lab, token)
  const id = await uploadedUrn(lab, token, page, png(4, 4))
  lab.advance(1)
  t.match(await publish(lab, token, author, { content: { media: { id } } }), {
    status: 400,
    json: { message: /not owned by the author/ },
  })
  t.equal((await publish(lab, token, page, { content: { media: { id } } })).status, 201)
})

t.test('a post hides until its media are processed, and fails with them', async (t) => {
  const { lab, token } = await member()
  const page = await pageOf(lab, token)
  const good = await uploadedUrn(lab, token, page, png(4, 4))
  const bad = await uploadedUrn(lab, token, page, Buffer.from('RIFF____WEBP'))
  const urns: string[] = []
  for (const id of [good, bad]) {
    urns.push(await publishedUrn(lab, token, page, { content: { media: { id } } }))
  }
  const state = async (urn: string, view: string) => {
    const path = `posts/${encodeURIComponent(urn)}?viewContext=${view}`
    const { status, json } = await lab.rest('GET', path, { token })
    return status === 200 ? at(json, 'lifecycleState') : status
  }
  t.strictSame(texts(lab), [])
  for (const urn of urns) {
    t.equal(await state(urn, 'AUTHOR'), 'PUBLISH_REQUESTED')
    t.equal(await state(urn, 'READER'), 404)
  }
  lab.advance(1)
  t.equal(await state(urns[0] ?? '', 'READER'), 'PUBLISHED')
  t.equal(await state(urns[1] ?? '', 'AUTHOR'), 'PUBLISH_FAILED')
  t.strictSame(texts(lab), ['Hello'])
})

t.test('of some members every post is accepted, and fails afterwards', async (t) => {
  const { lab, token } = await member('failing-fay')
  const page = await pageOf(lab, token)
  const path = `posts/${encodeURIComponent(await publishedUrn(lab, token, page))}?viewContext=AUTHOR`
  t.match((await lab.rest('GET', path, { token })).json, { lifecycleState: 'PUBLISH_REQUESTED' })
  lab.advance(2)
  t.match((await lab.rest('GET', path, { token })).json, { lifecycleState: 'PUBLISH_FAILED' })
})

t.test('a reshare has a parent and nothing else', async (t) => {
  const { lab, token, author } = await member()
  const parent = await publishedUrn(lab, token, author)
  const closed = await publishedUrn(lab, token, author, {
    commentary: 'Mine',
    isReshareDisabledByAuthor: true,
  })
  const content = { article: { source: 'https://example.com' } }
  const wrong = [
    { reshareContext: { parent }, content },
    { reshareContext: { parent: closed } },
    { reshareContext: { parent: 'urn:li:share:1' } },
    { reshareContext: { parent: author } },
  ]
  for (const body of wrong) t.equal((await publish(lab, token, author, body)).status, 400)
  const reshare = { commentary: '', reshareContext: { parent } }
  t.equal((await publish(lab, token, author, reshare)).status, 201)
  t.match(emulator.published(lab.context)[0], { kind: 'repost', quotes: parent })
})

t.test('a draft is nobody’s business', async (t) => {
  const { lab, token, author } = await member()
  t.equal((await publish(lab, token, author, { lifecycleState: 'DRAFT' })).status, 201)
  t.strictSame(texts(lab), [])
  t.equal((await publish(lab, token, author)).status, 201)
})
