import { test, type Test } from 'tap'
import { consoleUser, testConsole, type ConsoleUser } from '../../../test/support/console.ts'
import {
  buildDelivery,
  buildMedia,
  buildPost,
  buildSocialAccount,
  buildTenant,
} from '../../../test/support/factories.ts'

const words = 'What the post says is nobody else’s business'

/** Two tenants that look alike; secrets are planted wherever one could be. */
async function world(t: Test) {
  const console = await testConsole(t)
  const { database } = console
  const made = []
  for (const name of ['mine', 'theirs']) {
    const tenant = await buildTenant(database)
    const scope = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
    const account = await buildSocialAccount(database, {
      ...scope,
      username: `Account_${name}`,
      platformUserId: `user-${name}`,
      accessToken: 'planted access token',
      refreshToken: 'planted refresh token',
      facts: { secret: 'planted fact' },
    })
    const post = await buildPost(database, { ...scope, content: `${words}, ${name}` })
    const delivery = await buildDelivery(database, {
      ...scope,
      postId: post.id,
      socialAccountId: account.id,
      state: 'published',
      nextAt: null,
      publishedAt: new Date(),
      platformPostId: `root-${name}`,
      platformUrl: `https://network.example/${name}/1`,
      checkpoint: { upload: 'planted checkpoint' },
      parts: 2,
    })
    const part = {
      delivery_id: delivery.id,
      organization_id: scope.organizationId,
      social_account_id: account.id,
      outcome: 'published',
      proof: 'reply',
    }
    await database.system('delivery_parts').insert([
      { ...part, position: 0, kind: 'post', remote_id: `root-${name}` },
      { ...part, position: 1, kind: 'thread', remote_id: `reply-${name}` },
    ])
    const media = await buildMedia(database, { ...scope, storageKey: `planted-key-${name}` })
    made.push({ tenant, account, post, delivery, media })
  }
  const [mine, theirs] = made
  if (mine === undefined || theirs === undefined) throw new Error('Nothing was made.')
  return { ...console, mine, theirs }
}

const ids = ['deliveries', 'posts', 'social-accounts', 'brands', 'media']

async function list(who: ConsoleUser, lookup: string, query: Record<string, string> = {}) {
  const search = new URLSearchParams(query).toString()
  const answer = await who.send('GET', `/api/resources/${lookup}/actions/list?${search}`)
  const { records = [], meta } = answer.json<{
    records?: { params: { id: string } }[]
    meta?: { total: number }
  }>()
  return {
    status: answer.statusCode,
    body: answer.body,
    found: records.map(({ params }) => params.id),
    total: meta?.total,
  }
}

test('lists show both tenants, to whoever may see them, and no secret and no word of a post', async (t) => {
  const console = await world(t)
  const [support, auditor, billing] = [
    await consoleUser(console, 'SUPPORT'),
    await consoleUser(console, 'AUDITOR'),
    await consoleUser(console, 'BILLING'),
  ]
  for (const id of ids) {
    for (const who of [support, auditor]) {
      const { body, found, total } = await list(who, id)
      t.equal(found.length, 2, id)
      t.equal(total, 2, id)
      t.notMatch(body, /planted/, id)
      t.notMatch(body, words, id)
    }
    const { found, body } = await list(billing, id)
    t.same(found, [], id)
    t.notMatch(body, console.mine.tenant.organization.id, id)
  }
})

test('one record shows more, without secrets, and that somebody looked is written down', async (t) => {
  const console = await world(t)
  const { mine, database } = console
  const support = await consoleUser(console, 'SUPPORT')
  const show = async (lookup: string, id: string) =>
    (await support.send('GET', `/api/resources/${lookup}/records/${id}/show`)).json().record

  t.match(await show('posts', mine.post.id), {
    details: { content: `${words}, mine`, deliveries: [{ id: mine.delivery.id }] },
  })
  t.match(await show('deliveries', mine.delivery.id), {
    params: { state: 'published', username: 'Account_mine' },
    details: {
      parts: [{ platformPostId: 'root-mine' }, { platformPostId: 'reply-mine' }],
      next: { who: 'nobody' },
    },
  })
  for (const [lookup, id] of [
    ['posts', mine.post.id],
    ['deliveries', mine.delivery.id],
    ['social-accounts', mine.account.id],
    ['brands', mine.tenant.brand.id],
    ['media', mine.media.id],
  ] as const) {
    const record = JSON.stringify(await show(lookup, id))
    t.notMatch(record, /planted/, lookup)
    t.notMatch(record, /theirs/, lookup)
    const [read] = await database
      .system('staff_audit')
      .where({ subject_id: id, action: 'read' })
      .orderBy('id')
    t.match(read, { organization_id: mine.tenant.organization.id }, lookup)
  }
})

test('each filter finds its own and nothing else', async (t) => {
  const console = await world(t)
  const support = await consoleUser(console, 'SUPPORT')
  const { account, delivery, media, post, tenant } = console.mine
  const organizationId = tenant.organization.id
  for (const [lookup, filters, found] of [
    ['deliveries', { organizationId }, delivery.id],
    ['deliveries', { postId: post.id }, delivery.id],
    ['deliveries', { socialAccountId: account.id, state: 'published' }, delivery.id],
    ['deliveries', { remotePost: 'root-mine' }, delivery.id],
    ['deliveries', { remotePost: 'reply-mine' }, delivery.id],
    ['deliveries', { remotePost: 'https://network.example/mine/1?utm=mail' }, delivery.id],
    ['deliveries', { remotePost: 'https://other.example/x/reply-mine/' }, delivery.id],
    ['posts', { organizationId, status: 'DRAFT' }, post.id],
    ['posts', { brandId: tenant.brand.id }, post.id],
    ['social-accounts', { brandId: tenant.brand.id }, account.id],
    ['social-accounts', { platformUserId: 'user-mine' }, account.id],
    ['social-accounts', { username: 'aCCOUNT_mine' }, account.id],
    ['brands', { organizationId }, tenant.brand.id],
    ['media', { brandId: tenant.brand.id }, media.id],
  ] as const) {
    const query = Object.fromEntries(
      Object.entries(filters).map(([name, value]) => [`filters.${name}`, value]),
    )
    t.same((await list(support, lookup, query)).found, [found], JSON.stringify([lookup, filters]))
  }
})

test('what makes no sense in a filter finds nothing; other filters and orders are refused', async (t) => {
  const console = await world(t)
  const support = await consoleUser(console, 'SUPPORT')
  for (const [lookup, name, value] of [
    ['deliveries', 'remotePost', '%'],
    ['deliveries', 'remotePost', 'https://'],
    // The audit log, which could not hold it either, keeps nothing that was typed.
    ['deliveries', 'remotePost', 'a\u0000b'],
    ['deliveries', 'state', 'PUBLISHED'],
    ['deliveries', 'organizationId', `' or true --`],
    ['deliveries', 'dueAt~~from', 'yesterday'],
    ['deliveries', 'dueAt~~to', '+275760-09-13T00:00:00.000Z'],
    ['posts', 'createdAt~~from', '99999-01-01'],
    ['posts', 'brandId', '%'],
    ['social-accounts', 'username', '%'],
    ['brands', 'name', 'Ex_mple%'],
    ['media', 'brandId', 'null'],
  ] as const) {
    const { status, found } = await list(support, lookup, { [`filters.${name}`]: value })
    t.same({ status, found }, { status: 200, found: [] }, `${lookup} ${name} ${value}`)
  }
  for (const [lookup, query] of [
    ['deliveries', { sortBy: 'state' }],
    ['deliveries', { sortBy: 'checkpoint' }],
    ['posts', { 'filters.content': words }],
    ['social-accounts', { 'filters.accessToken': 'planted access token' }],
    ['social-accounts', { sortBy: 'access_token' }],
    ['media', { 'filters.storageKey': 'planted-key-mine' }],
  ] as const) {
    const { body, found } = await list(support, lookup, query)
    t.same(found, [], JSON.stringify([lookup, query]))
    t.match(body, /There is no filter by|Lists are not sorted by/, JSON.stringify([lookup, query]))
  }
})
