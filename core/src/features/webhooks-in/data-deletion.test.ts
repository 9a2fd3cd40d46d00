import t from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { fakeWebhook, fakeWebhooks } from '../../../../test/support/fake-webhooks.ts'
import { toldSite } from '../../../../test/support/told-site.ts'
import type { Context } from '../../context.ts'
import type { SocialAccount } from '../social-accounts/social-account.model.ts'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { processWebhooks } from './process-webhooks.ts'

const database = await testDatabase(t)
const { start, account, delivery, reloaded, notices } = toldSite(database)
const hour = 3_600_000
const served = await testApp(t, {
  database,
  plugins: fakeWebhooks().plugins,
  variables: { PUBLIC_URL: 'https://t21.example' },
})

const profile = {
  username: 'ada-lovelace',
  displayName: 'Ada Lovelace',
  avatarUrl: 'https://fake.example/ada.png',
  profileUrl: 'https://fake.example/ada',
  facts: { born: 1815 },
  limits: [{ name: 'posts', used: 1, total: 2, windowSeconds: 60 }],
}

t.test(
  'what a network told about a person is erased, in all organizations, and nobody else’s',
  async (t) => {
    const { context, ask } = await site(t)
    const first = await account(context, '7', { ...profile, grantedBy: 'ada' })
    const second = await account(context, '7', { ...profile })
    const left = await account(context, '9', {
      ...profile,
      grantedBy: 'ada',
      status: 'disconnected',
    })
    const bob = await account(context, '8', { ...profile, grantedBy: 'bob' })
    for (const one of [first, bob]) await numbers(one)

    await ask('ada', '7')
    await processWebhooks(context)

    for (const one of [first, second, left]) {
      const erased = await reloaded(one)
      t.match(erased, {
        status: 'disconnected',
        accessToken: null,
        refreshToken: null,
        grantedBy: null,
        displayName: null,
        avatarUrl: null,
        profileUrl: null,
        facts: {},
        limits: [],
        scopes: [],
      })
      t.notMatch(
        JSON.stringify(Object.values(erased)),
        /"ada"|lovelace|born|fake\.example|"7"|"9"/i,
      )
    }
    t.same(await reloaded(bob), bob)
    t.same(await numbersOf(first), [0, 0, 0, 0, 0])
    t.same(await numbersOf(bob), [1, 1, 1, 1, 1])
    for (const one of [first, second]) {
      const told = await notices(one)
      t.match(told, [{ type: 'ACCOUNT_ERASED' }])
      t.notMatch(JSON.stringify(told), /lovelace/i)
    }
    t.same(await notices(left), [], 'who had disconnected it need not be told')
    t.same(await notices(bob), [])
    t.notMatch(JSON.stringify(await database.system('webhook_events')), /"ada"|"7"/)
  },
)

t.test('what people were told of the account names nobody any more', async (t) => {
  const { context, ask } = await site(t)
  const mine = await account(context, '7', { ...profile })
  const bob = await account(context, '8', { ...profile })
  const post = await delivery(mine, { state: 'published', nextAt: null, platformPostId: 'p1' })
  const tell = async (type: string, { organizationId }: SocialAccount, subjectId: string) =>
    database.system.transaction((transaction) =>
      notify(transaction, {
        organizationId,
        type: type as 'POST_REMOVED_AT_NETWORK',
        words: say('postRemoved', { username: 'ada-lovelace', network: 'Fake' }),
        subjectId,
      }),
    )
  await tell('ACCOUNT_NEEDS_RECONNECT', mine, mine.id)
  await tell('POST_REMOVED_AT_NETWORK', mine, post.id)
  await tell('ACCOUNT_NEEDS_RECONNECT', bob, bob.id)

  await ask('7')
  await processWebhooks(context)

  const { organizationId } = mine
  const told = await database.system('notifications').where({ organization_id: organizationId })
  t.notMatch(JSON.stringify(told), /lovelace/)
  t.same(
    told.map(({ type }) => type).toSorted((one, other) => one.localeCompare(other)),
    ['ACCOUNT_ERASED', 'POST_REMOVED_AT_NETWORK'],
    'the history of the post stays',
  )
  t.match(await notices(bob), [{ message: /@ada-lovelace/ }], 'somebody else’s are as they were')
})

t.test(
  'what is scheduled is called off; what is on its way comes to its end by itself',
  async (t) => {
    const { context, ask } = await site(t)
    const mine = await account(context, '7')
    const scheduled = await delivery(mine, {})
    const sending = await delivery(mine, {
      state: 'sending',
      intentAt: new Date(),
      leaseUntil: new Date(Date.now() + hour),
    })
    const published = await delivery(mine, {
      state: 'published',
      nextAt: null,
      platformPostId: 'p1',
      metricsAt: new Date(),
    })
    await ask('7')
    await processWebhooks(context)

    const states = await database
      .system('social_posts')
      .whereIn('id', [scheduled.id, sending.id, published.id])
      .orderBy('id')
      .pluck('state')
    t.same(states, ['canceled', 'sending', 'published'])
    t.match(await database.system('delivery_events').where({ delivery_id: scheduled.id }), [
      { transition: 'T17', actor: 'network' },
    ])
    const [post] = await database.system('social_posts').where({ id: published.id })
    t.equal(post.metrics_at, null, 'its numbers are not read any more')
    t.equal((await reloaded(mine)).status, 'disconnected')
  },
)

t.test('an account that was connected after the person had asked is left alone', async (t) => {
  const { context, ask, page } = await site(t)
  const { confirmation_code: code } = await ask('7')
  const mine = await account(context, '7', { connectedAt: new Date() })
  await processWebhooks(context)
  t.equal((await reloaded(mine)).status, 'active')
  t.match(await page(code), /nothing to delete/)
})

t.test('the network is answered with an address where a person sees how far it is', async (t) => {
  const { app, context, ask, page } = await site(t)
  await account(context, '7')
  await account(context, '7')
  const reply = await ask('7')
  t.match(reply.confirmation_code, /^[0-9a-f]{32}$/)
  t.equal(reply.url, `https://t21.example/v1/data-deletions/${reply.confirmation_code}`)
  t.match(await page(reply.confirmation_code), /is being deleted.*Fake/s)

  await processWebhooks(context)
  t.match(await page(reply.confirmation_code), /is deleted.*2 connected accounts/s)

  const answer = await app.inject(`/v1/data-deletions/${reply.confirmation_code}`)
  t.match(answer.headers, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': /default-src 'none'/,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
  const unknown = await app.inject(`/v1/data-deletions/${'0'.repeat(32)}`)
  t.equal(unknown.statusCode, 404)
  t.match(unknown.headers['content-type'], 'text/html')
  t.match(unknown.body, /no such request/)
})

t.test('who asks again gets the same code as long as the request is open', async (t) => {
  const { context, ask } = await site(t)
  const open = await ask('7')
  t.same(await ask('7'), open, 'another event of the same person')
  t.not((await ask('8')).confirmation_code, open.confirmation_code, 'of another person')
  const events = [{ kind: 'data_deletion', id: 'again', name: 'd', platformUserId: '7' }] as const
  const told = await send(events)
  t.same(told, open)

  await processWebhooks(context)
  t.same(await send(events), open, 'a repetition has the answer of the first')
  t.equal(await processWebhooks(context), 0)
  t.not((await ask('7')).confirmation_code, open.confirmation_code, 'a new request')
})

t.test('twenty requests at once are one, and name nobody', async (t) => {
  const { context, ask } = await site(t)
  await account(context, '7')
  const replies = await Promise.all(Array.from({ length: 20 }, () => ask('7')))
  t.equal(new Set(replies.map(({ confirmation_code }) => confirmation_code)).size, 1)
  await Promise.all([1, 2, 3].map(() => processWebhooks(context)))
  const requests = await database.system('deletion_requests')
  t.match(requests, [{ accounts: 1, finished_at: Date }])
  t.equal(requests.length, 1)
})

t.test('a deletion that fails is never given up, and erases all or nothing', async (t) => {
  const { context, ask, page } = await site(t)
  const mine = await account(context, '7', profile)
  await numbers(mine)
  const { confirmation_code: code } = await ask('7')
  await database.system('webhook_events').update({ attempts: 50 })
  const { plugins } = context
  const broken = {
    ...context,
    plugins: {
      ...plugins,
      connectors: new Proxy(plugins.connectors, {
        get(target, name) {
          if (name === 'get') throw new Error('in the middle of it')
          const value = Reflect.get(target, name) as unknown
          return typeof value === 'function' ? value.bind(target) : value
        },
      }),
    },
  } as Context
  t.equal(await processWebhooks(broken), 0)
  t.same(await reloaded(mine), mine)
  t.same(await numbersOf(mine), [1, 1, 1, 1, 1])
  t.match(await page(code), /is being deleted/)

  await database.system('webhook_events').update({ next_at: new Date(0) })
  t.equal(await processWebhooks(context), 1)
  t.match(await page(code), /One connected account/)
})

async function site(t: { teardown(work: () => unknown): unknown }) {
  await start(t)
  await database.system('deletion_requests').delete()
  const { app, context } = served
  return { app, context, ask, page }
}

async function ask(userId: string, platformUserId = userId): Promise<Reply> {
  const ids = { userId, platformUserId }
  return send([{ kind: 'data_deletion', id: `d${(asked += 1)}`, name: 'deletion', ...ids }])
}

async function send(events: Parameters<typeof fakeWebhook>[0]): Promise<Reply> {
  return (await served.app.inject(fakeWebhook(events))).json<Reply>()
}

async function page(code: string): Promise<string> {
  return (await served.app.inject(`/v1/data-deletions/${code}`)).body
}

interface Reply {
  readonly url: string
  readonly confirmation_code: string
}

let asked = 0

async function numbers(of: SocialAccount): Promise<void> {
  const { id } = await delivery(of, { state: 'published', nextAt: null, platformPostId: 'n' })
  const { system } = database
  const account = { social_account_id: of.id, organization_id: of.organizationId }
  const date = '2026-11-22'
  await system('post_analytics').insert({ ...account, social_post_id: id, date, likes: 1 })
  await system('account_metrics').insert({ ...account, date, followers: 1 })
  await system('delivery_metrics').insert({
    organization_id: of.organizationId,
    social_post_id: id,
    likes: 1,
  })
  await system('post_totals').insert({
    organization_id: of.organizationId,
    social_post_id: id,
    likes: 1,
    known_at: new Date(),
  })
  await system('account_gains').insert({ ...account, date, likes: 1 })
}

async function numbersOf({ organizationId }: SocialAccount): Promise<number[]> {
  const tables = [
    'post_analytics',
    'account_metrics',
    'delivery_metrics',
    'post_totals',
    'account_gains',
  ]
  return Promise.all(
    tables.map(async (table) => {
      const rows = await database.system(table).where({ organization_id: organizationId })
      return rows.length
    }),
  )
}
