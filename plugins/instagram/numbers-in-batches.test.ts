import { labHttp } from '@t21/meta-graph/sandbox/testing'
import { unknownMetrics } from '@t21/plugin-kit'
import t from 'tap'
import { createLab, type Lab } from './sandbox/support/lab.ts'
import { published } from './sandbox/support/publish.ts'
import { toFacts, type Login } from './src/facts.ts'
import { connector } from './src/index.ts'
import { call, failureOf } from './test/calls.ts'

/** An account with so many posts of yesterday; `ask` asks for their numbers. */
async function accountWith(count: number, login: Login, handle = 'alice') {
  const lab: Lab = createLab()
  const who = login === 'facebook' ? await lab.signInByFacebook(handle) : await lab.signIn(handle)
  const publishedAt = lab.context.now()
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) {
    ids.push(await published(lab, who, { caption: `Post ${at}` }))
  }
  lab.advance(24 * 3_600)
  const asked: string[] = []
  const ask = async () => {
    const asking = call(labHttp(lab, asked), {
      accessToken: who.token,
      account: {
        platformUserId: who.id,
        username: handle,
        facts: toFacts({ login, accountType: null, pageId: '7' }),
      },
      now: lab.context.now(),
    })
    const posts = ids.map((remoteId) => ({ remoteId, publishedAt, options: {} }))
    return { numbers: await connector.metrics?.(asking, posts), asked }
  }
  return { lab, who, ids, ask, asked }
}

const batch = 'POST /v25.0/'

t.test('the numbers of ten posts take two requests by Facebook Login', async (t) => {
  const { ids, ask } = await accountWith(10, 'facebook')
  const { numbers, asked } = await ask()
  t.same(asked, [batch, batch])
  for (const id of ids) t.type(numbers?.get(id)?.impressions, 'number')
})

t.test('by Instagram Login, for which no batch is documented, there is none', async (t) => {
  const { ids, ask } = await accountWith(3, 'instagram')
  const { numbers, asked } = await ask()
  t.same(
    asked,
    [...ids, ...ids.map((id) => `${id}/insights`)].map((path) => `GET /v25.0/${path}`),
  )
  t.equal(numbers?.size, 3)
})

t.test('posts that are gone cost one look at the account, and the others nothing', async (t) => {
  const { lab, who, ids, ask } = await accountWith(4, 'facebook')
  const [first = '', second = '', ...left] = ids
  for (const id of [first, second]) {
    await lab.call('DELETE', `${who.base}/${id}`, { token: who.token })
  }
  const { numbers, asked } = await ask()
  t.same(asked, [batch, `GET /v25.0/${who.id}`, batch])
  t.same([...(numbers?.keys() ?? [])].toSorted(), left.toSorted())
})

t.test('an operation that Meta fails at leaves one post unknown, and no more', async (t) => {
  const { lab, ids, ask } = await accountWith(3, 'facebook')
  lab.arm('processing_failed', 'batch')
  const { numbers } = await ask()
  const [broken = '', ...others] = ids
  t.same(numbers?.get(broken), unknownMetrics)
  for (const id of others) t.type(numbers?.get(id)?.impressions, 'number')
})

t.test('what a slow batch leaves undone is asked once more', async (t) => {
  const { lab, ids, ask } = await accountWith(3, 'facebook')
  lab.arm('processing_slow', 'batch')
  const { numbers, asked } = await ask()
  t.same(asked, [batch, batch, batch])
  for (const id of ids) t.type(numbers?.get(id)?.impressions, 'number')
})

t.test('after a dead login nothing more is asked, in either way', async (t) => {
  for (const login of ['facebook', 'instagram'] as const) {
    const { ask, asked } = await accountWith(2, login, 'logsout')
    t.equal((await failureOf(ask())).kind, 'reauth', login)
    t.equal(asked.length, 1, login)
  }
})
