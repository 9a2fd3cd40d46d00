import { labHttp } from '@t21/meta-graph/sandbox/testing'
import { unknownMetrics } from '@t21/plugin-kit'
import t from 'tap'
import { createLab, madeId, post, type Lab, type SignedIn } from './sandbox/support/lab.ts'
import { connector } from './src/index.ts'
import { call, failureOf, settings } from './test/calls.ts'
import { sandboxApp } from './sandbox/api/sandbox-app.ts'

/** A Page with so many posts of yesterday. */
async function pageWith(count: number, handle = 'alice') {
  const lab = createLab()
  const page = await lab.signIn(handle)
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) {
    ids.push(await madeId(post(lab, page, 'feed', { message: `Post ${at}` })))
  }
  lab.advance(24 * 3_600)
  return { lab, page, ids }
}

/** Asks for the numbers of posts, and notes what was asked of Facebook. */
async function numbersOf(lab: Lab, page: SignedIn, ids: readonly string[]) {
  const asked: string[] = []
  const now = lab.context.now()
  const asking = call(labHttp(lab, asked), {
    accessToken: page.token,
    account: { platformUserId: page.id, username: 'page', facts: {} },
    settings: { ...settings, clientId: sandboxApp.id, clientSecret: sandboxApp.secret },
    now,
  })
  const publishedAt = new Date(now.getTime() - 24 * 3_600_000)
  const posts = ids.map((remoteId) => ({ remoteId, publishedAt, options: {} }))
  const numbers = await connector.metrics?.(asking, posts)
  return { numbers, asked }
}

const batch = 'POST /v25.0/'

t.test('the numbers of thirty posts take two requests', async (t) => {
  const { lab, page, ids } = await pageWith(30)
  const { numbers, asked } = await numbersOf(lab, page, ids)
  t.same(asked, [batch, batch])
  t.equal(numbers?.size, 30)
  for (const id of ids) t.type(numbers?.get(id)?.impressions, 'number')
})

t.test('a post that is gone is left out, and costs the others nothing', async (t) => {
  const { lab, page, ids } = await pageWith(3)
  const [first = '', second = '', third = ''] = ids
  await lab.call('DELETE', `/v25.0/${second}`, { token: page.token })
  const { numbers } = await numbersOf(lab, page, ids)
  t.same([...(numbers?.keys() ?? [])].toSorted(), [first, third].toSorted())
})

t.test('what a slow batch leaves undone is asked once more', async (t) => {
  const { lab, page, ids } = await pageWith(4)
  lab.arm('processing_slow', 'batch')
  const { numbers, asked } = await numbersOf(lab, page, ids)
  t.same(asked, [batch, batch, batch])
  for (const id of ids) t.type(numbers?.get(id)?.impressions, 'number')
})

t.test('an operation that Facebook fails at leaves one post unknown, and no more', async (t) => {
  const { lab, page, ids } = await pageWith(3)
  lab.arm('processing_failed', 'batch')
  const { numbers } = await numbersOf(lab, page, ids)
  const [broken = '', ...others] = ids
  t.same(numbers?.get(broken), unknownMetrics)
  for (const id of others) t.type(numbers?.get(id)?.impressions, 'number')
})

t.test('a limit that is met within a batch is the limit of the Page', async (t) => {
  const { lab, page, ids } = await pageWith(12, 'busy_bee')
  const failure = await failureOf(numbersOf(lab, page, ids))
  t.equal(failure.kind, 'rate_limited')
  t.ok(failure.details.until && failure.details.until > lab.context.now())
})

t.test('a grant that has died is that of the Page', async (t) => {
  const { lab, page, ids } = await pageWith(2, 'logsout_lou')
  t.equal((await failureOf(numbersOf(lab, page, ids))).kind, 'reauth')
})
