import { createHmac } from 'node:crypto'
import t from 'tap'
import { emulator } from '../index.ts'
import { community, createLab, textAt, type Lab } from '../support/lab.ts'
import { pageOf, personOf, publishedUrn } from '../support/publish.ts'
import { subscribe, unsubscribe } from './subscriptions.ts'

function hmac(text: string): string {
  return createHmac('sha256', community.secret).update(text).digest('hex')
}

/** The URN of the member's page, to whose events the app has subscribed. */
async function watchedPageOf(lab: Lab, token: string): Promise<string> {
  const page = await pageOf(lab, token)
  subscribe(lab.context, page, await personOf(lab, token))
  return page
}

async function commented(lab: Lab, handle: string): Promise<{ page: string; post: string }> {
  const owner = await lab.signIn('alice')
  const page = await watchedPageOf(lab, owner)
  const post = await publishedUrn(lab, owner, page, { commentary: `For ${handle} #one` })
  const token = await lab.signIn(handle)
  await lab.rest('POST', `socialActions/${encodeURIComponent(post)}/comments`, {
    token,
    json: { actor: await personOf(lab, token), object: post, message: { text: 'Hi' } },
  })
  return { page, post }
}

t.test('a callback is asked to answer a challenge with the app’s secret', (t) => {
  const lab = createLab()
  const handshake = emulator.handshake?.(lab.context)
  const challengeCode = handshake?.query['challengeCode'] ?? ''
  const answer = (body: object) =>
    handshake?.accepts({ status: 200, text: JSON.stringify(body) }) ?? false
  t.ok(answer({ challengeCode, challengeResponse: hmac(challengeCode) }))
  t.notOk(answer({ challengeCode, challengeResponse: hmac('another') }))
  t.notOk(answer({ challengeResponse: hmac(challengeCode) }))
  t.equal(handshake?.accepts({ status: 200, text: challengeCode }), false)
  t.end()
})

t.test('a comment on a page’s post is told, with a true signature', async (t) => {
  const lab = createLab()
  const { page, post } = await commented(lab, 'bob')
  const [webhook] = lab.webhooks
  t.equal(lab.webhooks.length, 1)
  t.equal(webhook?.headers['x-li-signature'], hmac(`hmacsha256=${webhook?.body}`))
  t.match(JSON.parse(webhook?.body ?? ''), {
    type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
    notifications: [
      {
        notificationId: 1,
        organizationalEntity: page,
        action: 'COMMENT',
        sourcePost: post,
        decoratedSourcePost: { owner: page, text: 'For bob #one' },
        generatedActivity: /^urn:li:comment:\(/,
        decoratedGeneratedActivity: { comment: { text: 'Hi', owner: /^urn:li:person:/ } },
        lastModifiedAt: lab.context.now().getTime(),
        subscriber: /^urn:li:person:/,
      },
    ],
  })
})

t.test('likes, reshares, mentions and what a page says itself are told too', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await watchedPageOf(lab, token)
  const member = await personOf(lab, token)
  const post = await publishedUrn(lab, token, page)
  const path = `socialActions/${encodeURIComponent(post)}/comments`
  const said = await lab.rest('POST', path, {
    token,
    json: { actor: page, object: post, message: { text: 'We' } },
  })
  const id = textAt(said.json, 'id')
  const actor = `actor=${encodeURIComponent(page)}`
  await lab.rest('POST', `${path}/${id}?${actor}`, {
    token,
    headers: { 'x-restli-method': 'PARTIAL_UPDATE' },
    json: { patch: { message: { $set: { text: 'We all' } } } },
  })
  await lab.rest('DELETE', `${path}/${id}?${actor}`, { token })
  const json = { root: post, reactionType: 'EMPATHY' }
  await lab.rest('POST', `reactions?actor=${encodeURIComponent(member)}`, { token, json })
  await publishedUrn(lab, token, member, { reshareContext: { parent: post } })
  await publishedUrn(lab, token, member, { commentary: `@[Alice Company](${page})` })
  t.strictSame(
    lab.webhooks.map(({ body }) => textAt(JSON.parse(body), 'notifications', 0, 'action')),
    ['ADMIN_COMMENT', 'COMMENT_EDIT', 'COMMENT_DELETE', 'LIKE', 'SHARE', 'SHARE_MENTION'],
  )
})

t.test('what happens to a member is told nobody', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const member = await personOf(lab, token)
  const post = await publishedUrn(lab, token, member)
  const json = { root: post, reactionType: 'LIKE' }
  await lab.rest('POST', `reactions?actor=${encodeURIComponent(member)}`, { token, json })
  t.strictSame(lab.webhooks, [])
})

t.test('only pages to which the app has subscribed are told of', async (t) => {
  const lab = createLab()
  const [alice, bob] = [await lab.signIn('alice'), await lab.signIn('bob')]
  const [page, other] = [await pageOf(lab, alice), await watchedPageOf(lab, bob)]
  let posts = 0
  const like = async (token: string, author: string) => {
    posts += 1
    const root = await publishedUrn(lab, token, author, { commentary: `Post ${posts}` })
    const actor = encodeURIComponent(await personOf(lab, token))
    const json = { root, reactionType: 'LIKE' }
    t.equal((await lab.rest('POST', `reactions?actor=${actor}`, { token, json })).status, 201)
  }
  await like(alice, page)
  t.strictSame(lab.webhooks, [])
  await like(bob, other)
  t.equal(lab.webhooks.length, 1)
  t.ok(unsubscribe(lab.context, other))
  await like(bob, other)
  t.equal(lab.webhooks.length, 1)
})

t.test('a subscription needs its key, its role and a callback that answers', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  const user = await personOf(lab, token)
  const of = encodeURIComponent
  const key = (application: string, entity: string) =>
    `eventSubscriptions/(developerApplication:${of(`urn:li:developerApplication:${application}`)},user:${of(user)},entity:${of(entity)},eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)`
  const json = { webhook: 'https://t21.example/hook' }
  const deaf = await lab.rest('PUT', key('210000001', page), { token, json })
  t.match(deaf, { status: 400, json: { message: /did not answer the challenge/ } })
  const plain = await lab.rest('PUT', key('210000001', page), {
    token,
    json: { webhook: 'http://t21.example/hook' },
  })
  t.match(plain, { status: 400, json: { message: /must be an address with https/ } })
  const without = { ...community, scope: community.scope.replace(' rw_organization_admin', '') }
  const guest = await lab.signIn('carol', without)
  t.equal((await lab.rest('PUT', key('210000001', page), { token: guest, json })).status, 403)
  const raw = key('210000001', page).replaceAll('%3A', ':')
  t.equal((await lab.rest('PUT', raw, { token, json })).status, 400, 'URNs are encoded')
  const wrongApp = await lab.rest('PUT', key('1', page), { token, json })
  t.equal(wrongApp.status, 400)
  const notMine = await lab.rest('PUT', key('210000001', 'urn:li:organization:1337'), {
    token,
    json,
  })
  t.equal(notMine.status, 403)
  t.equal((await lab.rest('DELETE', key('210000001', page), { token })).status, 404)
})

t.test('what was told can be asked for', async (t) => {
  const lab = createLab()
  const { page } = await commented(lab, 'bob')
  const token = await lab.signIn('alice')
  const now = lab.context.now().getTime()
  const query = (action: string) =>
    `organizationalEntityNotifications?q=criteria&actions=List(${action})&organizationalEntity=${encodeURIComponent(page)}&timeRange=(start:${now - 1000},end:${now + 1000})`
  t.match((await lab.rest('GET', query('COMMENT'), { token })).json, {
    elements: [{ notificationId: 1, action: 'COMMENT' }],
  })
  t.match((await lab.rest('GET', query('LIKE'), { token })).json, { paging: { total: 0 } })
})
