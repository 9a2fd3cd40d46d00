import t from 'tap'
import { emulator } from '../index.ts'
import { at, createLab, selfServe, textAt, type Lab } from '../support/lab.ts'
import { pageOf, personOf, publishedUrn } from '../support/publish.ts'

interface Scene {
  readonly lab: Lab
  readonly token: string
  readonly page: string
  readonly post: string
  /** `socialActions/…`. */
  readonly path: string
}

async function scene(handle = 'alice'): Promise<Scene> {
  const lab = createLab()
  const token = await lab.signIn(handle)
  const page = await pageOf(lab, token)
  const post = await publishedUrn(lab, token, page)
  return { lab, token, page, post, path: `socialActions/${encodeURIComponent(post)}` }
}

function comment(actor: string, object: string, text = 'First!', more = {}): object {
  return { actor, object, message: { text }, ...more }
}

/** As Rest.li wants it: parentheses too. */
function key(urn: string): string {
  return encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29')
}

t.test('a comment comes back with its number in a header, and is listed', async (t) => {
  const { lab, token, page, post, path } = await scene()
  const text = 'See (more) at https://example.com #a_b'
  const json = comment(page, post, text)
  const created = await lab.rest('POST', `${path}/comments`, { token, json })
  t.equal(created.status, 201)
  t.match(created.headers?.['x-restli-id'], /^\d{19}$/)
  t.match(created.json, {
    actor: page,
    agent: await personOf(lab, token),
    object: /^urn:li:activity:\d{19}$/,
    message: { text, attributes: [] },
    $URN: /^urn:li:comment:\(urn:li:activity:\d+,\d+\)$/,
    created: { time: lab.context.now().getTime() },
  })
  t.match((await lab.rest('GET', `${path}/comments?start=0&count=10`, { token })).json, {
    elements: [{ message: { text } }],
    paging: { total: 1 },
  })
  t.match(emulator.published(lab.context)[0], {
    kind: 'comment',
    text,
    inReplyTo: post,
    account: { username: 'alice-company' },
  })
})

t.test('a reply stands on the path of its parent, and names it', async (t) => {
  const { lab, token, page, post, path } = await scene()
  const first = await lab.rest('POST', `${path}/comments`, { token, json: comment(page, post) })
  const parentComment = textAt(first.json, '$URN')
  const replies = `socialActions/${key(parentComment)}/comments`
  const without = comment(page, post, 'And?')
  t.equal((await lab.rest('POST', replies, { token, json: without })).status, 400)
  const json = comment(page, textAt(first.json, 'object'), 'And?', { parentComment })
  t.equal((await lab.rest('POST', `${path}/comments`, { token, json })).status, 400)
  t.equal((await lab.rest('POST', replies, { token, json })).status, 201)
  t.match((await lab.rest('GET', replies, { token })).json, { paging: { total: 1 } })
  t.match((await lab.rest('GET', path, { token })).json, {
    commentsSummary: { totalFirstLevelComments: 1, aggregatedTotalComments: 2 },
  })
})

t.test('self-service may post and do nothing else', async (t) => {
  const { lab, post, path } = await scene()
  const token = await lab.signIn('alice', selfServe)
  const actor = await personOf(lab, token)
  const calls: [string, string, object | undefined, string][] = [
    ['POST', `${path}/comments`, comment(actor, post), 'partnerApiSocialActions.CREATE'],
    ['GET', `${path}/comments`, undefined, 'partnerApiSocialActions.GET_ALL'],
    ['GET', path, undefined, 'partnerApiSocialActions.GET'],
    [
      'POST',
      `reactions?actor=${key(actor)}`,
      { root: post, reactionType: 'LIKE' },
      'partnerApiReactions.CREATE',
    ],
  ]
  for (const [method, address, json, resource] of calls) {
    const body = json === undefined ? {} : { json }
    t.match(await lab.rest(method, address, { token, ...body }), {
      status: 403,
      json: { message: `Not enough permissions to access: ${resource}.20260901` },
    })
  }
})

t.test('a comment must fit, belong to its path and be in one’s own name', async (t) => {
  const { lab, token, page, post, path } = await scene()
  const stranger = 'urn:li:organization:2414183'
  const wrong: [object, number][] = [
    [comment(page, post, 'a'.repeat(1251)), 400],
    [comment(page, post, ' '), 400],
    [comment(page, 'urn:li:share:1'), 400],
    [comment(page, post, 'Hi', { content: [] }), 400],
    [comment(stranger, post), 403],
  ]
  for (const [json, status] of wrong) {
    t.equal((await lab.rest('POST', `${path}/comments`, { token, json })).status, status)
  }
  const json = comment(page, post, 'a'.repeat(1250))
  t.equal((await lab.rest('POST', `${path}/comments`, { token, json })).status, 201)
  const nowhere = 'socialActions/urn%3Ali%3Ashare%3A1/comments'
  t.equal((await lab.rest('POST', nowhere, { token, json })).status, 404)
})

t.test('comments are throttled, for a minute', async (t) => {
  const { lab, token, page, post, path } = await scene('throttled-theo')
  const json = comment(page, post)
  t.equal((await lab.rest('POST', `${path}/comments`, { token, json })).status, 201)
  t.match(await lab.rest('POST', `${path}/comments`, { token, json }), {
    status: 429,
    json: { message: 'Comment create throttled: creation rate limit exceeded for member' },
  })
  lab.advance(60)
  t.equal((await lab.rest('POST', `${path}/comments`, { token, json })).status, 201)
})

t.test('a comment is changed and deleted by its actor', async (t) => {
  const { lab, token, page, post, path } = await scene()
  const { headers } = await lab.rest('POST', `${path}/comments`, {
    token,
    json: comment(page, post),
  })
  const address = `${path}/comments/${headers?.['x-restli-id']}?actor=${key(page)}`
  const json = { patch: { message: { $set: { text: 'Second thoughts' } } } }
  const partial = { 'x-restli-method': 'PARTIAL_UPDATE' }
  const edited = await lab.rest('POST', address, { token, json, headers: partial })
  t.equal(edited.status, 204)
  const read = await lab.rest('GET', address.split('?')[0] ?? '', { token })
  t.match(read.json, { message: { text: 'Second thoughts' } })
  const other = address.replace(key(page), key(await personOf(lab, token)))
  t.equal((await lab.rest('DELETE', other, { token })).status, 403)
  t.equal((await lab.rest('DELETE', address, { token })).status, 204)
  t.equal((await lab.rest('DELETE', address, { token })).status, 404)
})

t.test('reactions count, one of each actor', async (t) => {
  const { lab, token, page, post, path } = await scene()
  for (const reactionType of ['LIKE', 'PRAISE']) {
    const json = { root: post, reactionType }
    const { status } = await lab.rest('POST', `reactions?actor=${key(page)}`, { token, json })
    t.equal(status, 201)
  }
  t.match((await lab.rest('GET', path, { token })).json, { likesSummary: { totalLikes: 1 } })
  const metadata = `socialMetadata/${key(post)}`
  t.strictSame(at((await lab.rest('GET', metadata, { token })).json, 'reactionSummaries'), {
    PRAISE: { reactionType: 'PRAISE', count: 1 },
  })
})

t.test('comments can be closed', async (t) => {
  const { lab, token, page, post, path } = await scene()
  const metadata = `socialMetadata/${key(post)}?actor=${key(page)}`
  const headers = { 'x-restli-method': 'PARTIAL_UPDATE' }
  const json = { patch: { $set: { commentsState: 'CLOSED' } } }
  t.equal((await lab.rest('POST', metadata, { token, json, headers })).status, 204)
  const body = { token, json: comment(page, post) }
  t.equal((await lab.rest('POST', `${path}/comments`, body)).status, 403)
  t.match((await lab.rest('GET', `socialMetadata/${key(post)}`, { token })).json, {
    commentsState: 'CLOSED',
  })
})
