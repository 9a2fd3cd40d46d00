import t from 'tap'
import { createLab, legacy, selfServe, at, type Lab } from '../support/lab.ts'
import { pageOf, personOf, publishedUrn } from '../support/publish.ts'

function finder(author: string, more = ''): string {
  return `posts?q=author&author=${encodeURIComponent(author)}&sortBy=CREATED${more}`
}

async function ids(lab: Lab, token: string, path: string): Promise<unknown[]> {
  const elements = at((await lab.rest('GET', path, { token })).json, 'elements')
  return (Array.isArray(elements) ? elements : []).map((post) => at(post, 'id'))
}

t.test('a page’s posts are read back, newest first, in pages', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  const urns: string[] = []
  for (const commentary of ['one', 'two', 'three']) {
    urns.unshift(await publishedUrn(lab, token, page, { commentary }))
    lab.advance(1)
  }
  t.strictSame(await ids(lab, token, finder(page, '&count=10')), urns)
  t.strictSame(await ids(lab, token, finder(page, '&start=1&count=1')), urns.slice(1, 2))
  t.match((await lab.rest('GET', finder(page), { token })).json, {
    paging: { start: 0, count: 10, links: [], total: 3 },
  })
})

t.test('a post comes back with hashtags in their canonical form and times in ms', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  const now = lab.context.now().getTime()
  const urn = await publishedUrn(lab, token, page, {
    commentary: 'A \\(big\\) #day',
    content: {
      poll: {
        question: 'Why?',
        options: [{ text: 'a' }, { text: 'b' }],
        settings: { duration: 'ONE_DAY' },
      },
    },
  })
  t.match((await lab.rest('GET', `posts/${encodeURIComponent(urn)}`, { token })).json, {
    id: urn,
    author: page,
    commentary: 'A \\(big\\) {hashtag|\\#|day}',
    visibility: 'PUBLIC',
    lifecycleState: 'PUBLISHED',
    createdAt: now,
    publishedAt: now,
    lastModifiedAt: now,
    content: {
      poll: {
        uniqueVotersCount: 0,
        options: [
          { text: 'a', voteCount: 0, isVotedByViewer: false },
          { text: 'b', voteCount: 0 },
        ],
      },
    },
    lifecycleStateInfo: { isEditedByAuthor: false },
    isReshareDisabledByAuthor: false,
  })
})

t.test('a member’s posts cannot be read, except through an app of old', async (t) => {
  const lab = createLab()
  for (const app of [selfServe, undefined]) {
    const token = await lab.signIn('alice', app)
    const author = await personOf(lab, token)
    const urn = await publishedUrn(lab, token, author, { commentary: String(app?.id) })
    t.match(await lab.rest('GET', finder(author), { token }), {
      status: 403,
      json: {
        message: 'Not enough permissions to access: partnerApiPostsExternal.FINDER-author.20260901',
      },
    })
    t.match(await lab.rest('GET', `posts/${encodeURIComponent(urn)}`, { token }), {
      status: 403,
      json: { message: /partnerApiPostsExternal.GET.20260901/ },
    })
  }
  const token = await lab.signIn('alice', legacy)
  t.equal((await ids(lab, token, finder(await personOf(lab, token)))).length, 2)
})

t.test('a batch tells of each post by itself', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  const urn = await publishedUrn(lab, token, page)
  const list = [urn, 'urn:li:share:1'].map(encodeURIComponent).join(',')
  t.match((await lab.rest('GET', `posts?ids=List(${list})`, { token })).json, {
    results: { [urn]: { id: urn } },
    statuses: { [urn]: 200, 'urn:li:share:1': 404 },
    errors: { 'urn:li:share:1': { code: 'NOT_FOUND' } },
  })
})

t.test('under delayed visibility a post is there, and finders show it later', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  lab.arm('delayed_visibility', 'create_post')
  const urn = await publishedUrn(lab, token, page)
  t.strictSame(await ids(lab, token, finder(page)), [])
  t.equal((await lab.rest('GET', `posts/${encodeURIComponent(urn)}`, { token })).status, 200)
  lab.advance(30)
  t.strictSame(await ids(lab, token, finder(page)), [urn])
})

t.test('text can be changed, and nothing else', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const path = `posts/${encodeURIComponent(await publishedUrn(lab, token, await pageOf(lab, token)))}`
  const json = { patch: { $set: { commentary: 'Better #now' } } }
  t.equal((await lab.rest('POST', path, { token, json })).status, 400)
  const headers = { 'x-restli-method': 'partial_update' }
  t.equal((await lab.rest('POST', path, { token, json, headers })).status, 204)
  t.match((await lab.rest('GET', path, { token })).json, {
    commentary: 'Better {hashtag|\\#|now}',
    lifecycleStateInfo: { isEditedByAuthor: true },
  })
  const visibility = { patch: { $set: { visibility: 'LOGGED_IN' } } }
  t.match(await lab.rest('POST', path, { token, json: visibility, headers }), {
    status: 400,
    json: { code: 'UNRECOGNIZED_FIELD' },
  })
})

t.test('deleting may be repeated; what never was is not found', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const stranger = await lab.signIn('bob')
  const page = await pageOf(lab, token)
  const path = `posts/${encodeURIComponent(await publishedUrn(lab, token, page))}`
  t.equal((await lab.rest('DELETE', path, { token: stranger })).status, 403)
  t.equal((await lab.rest('DELETE', path, { token })).status, 204)
  t.equal((await lab.rest('DELETE', path, { token })).status, 204)
  t.match(await lab.rest('GET', path, { token }), { status: 404, json: { code: 'NOT_FOUND' } })
  t.equal((await lab.rest('DELETE', 'posts/urn%3Ali%3Ashare%3A1', { token })).status, 404)
})
