import { failures } from '@t21/plugin-kit'
import { test } from 'tap'
import type { Database } from '../../db/database.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import {
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'

type T = Parameters<typeof fakeNetwork>[0]

/** A world in which only the given verbs are odd. */
async function oddly(t: T, verbs: Parameters<typeof fakeNetwork>[2]) {
  const network = await fakeNetwork(t, {}, verbs)
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '60s' })
  return { network, context, system: context.database.system }
}

const silently = async (work: () => Promise<unknown>) => void (await work())

/** Asks the network as a good connector would, and then answers this. */
const after =
  (answer: () => unknown) =>
  async (
    call: { http: { request(request: object): Promise<unknown> } },
    part: { text: string },
  ) => {
    await silently(() =>
      call.http.request({
        method: 'POST',
        url: 'https://fake.example/posts',
        json: { account: 'x', text: part.text, replyTo: null },
      }),
    )
    return answer()
  }

for (const [name, answer] of Object.entries({
  nothing: undefined,
  'a word': 'published',
  'no id': { state: 'published' },
  'an empty id': { state: 'published', remoteId: '' },
  'an id that is no text': { state: 'published', remoteId: { id: 1 } },
  'an id that cannot be stored': { state: 'published', remoteId: 'a\0b' },
  'a state that does not exist': { state: 'done', remoteId: '1' },
  'a checkpoint that is no JSON': {
    state: 'accepted',
    checkpoint: { at: 1n },
    retryAfterSeconds: 1,
  },
})) {
  test(`a commit that answers ${name} is of unknown outcome, at once`, async (t) => {
    const { context } = await oddly(t, { commit: after(() => answer) })
    const { id } = await scheduled(context)
    const started = performance.now()
    runEngine(t, context)

    const { error } = await until(context, id, 'unknown', 'reconciling')
    t.match(error, { code: 'outcome_unknown' })
    t.ok(performance.now() - started < 2_000, 'without waiting for the lease to lapse')
  })
}

test('an address that nobody should click on is left out, and the post counts as published', async (t) => {
  const { context } = await oddly(t, {
    commit: after(() => ({ state: 'published', remoteId: '5', url: 'javascript:alert(1)' })),
  })
  const { id } = await scheduled(context)
  runEngine(t, context)
  t.match(await until(context, id, 'published'), { platformPostId: '5', platformUrl: null })
})

test('a time to ask again that is none does not keep what was accepted from being written down', async (t) => {
  const { context } = await oddly(t, {
    commit: after(() => ({ state: 'accepted', checkpoint: {}, retryAfterSeconds: Number.NaN })),
  })
  const { id } = await scheduled(context)
  runEngine(t, context)
  await until(context, id, 'processing')
})

test('a limit whose end is no date is waited for a minute', async (t) => {
  const { context } = await oddly(t, {
    commit: after(() => {
      throw failures.rateLimited({ message: 'Slow down.', until: new Date(Number.NaN) })
    }),
  })
  const { id } = await scheduled(context)
  runEngine(t, context)
  const { nextAt, error } = await until(context, id, 'retry_wait')
  t.match(error, { code: 'rate_limited' })
  t.ok((nextAt?.getTime() ?? 0) - Date.now() > 50_000)
})

test('words of a network that a database cannot hold are written down without what it cannot', async (t) => {
  const { context } = await oddly(t, {
    commit: after(() => {
      throw failures.contentRejected({
        message: 'No\0.',
        networkMessage: 'cut off 👍'.slice(0, -1),
      })
    }),
  })
  const { id } = await scheduled(context)
  runEngine(t, context)
  const { error } = await until(context, id, 'failed')
  t.match(error, { code: 'content_rejected', message: 'No.' })
})

test('a commit that names what another delivery of the account has is not believed', async (t) => {
  const { context } = await oddly(t, {
    commit: after(() => ({ state: 'published', remoteId: '5' })),
    find: async () => ({ state: 'cannot_tell', reason: 'test' }),
  })
  const first = await scheduled(context)
  runEngine(t, context)
  await until(context, first.id, 'published')
  const second = await scheduled(context, { tenant: first.tenant, accountId: first.accountId })
  const neighbour = await scheduled(context)
  await until(context, second.id, 'unknown')
  await until(context, neighbour.id, 'published')
})

test('reading back what another delivery has, or nothing sensible, ends with a person', async (t) => {
  for (const answer of [{ state: 'found', remoteId: '5' }, { state: 'found' }, undefined, 7]) {
    const { context, system } = await oddly(t, { find: async () => answer })
    const first = await scheduled(context)
    const { id } = await scheduled(context, { tenant: first.tenant, accountId: first.accountId })
    await system('social_posts')
      .where({ id: first.id })
      .update({ state: 'published', next_at: null })
    await isThereAs('5', system, first)
    await system('social_posts')
      .where({ id })
      .update({
        state: 'unknown',
        intent_at: new Date(),
        unknown_since: new Date(Date.now() - 7_200_000),
      })
    runEngine(t, context)
    t.match((await until(context, id, 'needs_attention')).error, { code: 'needs_person' })
  }
})

test('a confirmation that names what another delivery has is looked up instead', async (t) => {
  const { context, system } = await oddly(t, {
    confirm: async () => ({ state: 'published', remoteId: '5' }),
  })
  const first = await scheduled(context)
  const { id } = await scheduled(context, { tenant: first.tenant, accountId: first.accountId })
  await system('social_posts')
    .where({ id: first.id })
    .update({ state: 'published', next_at: null, platform_post_id: '5' })
  await isThereAs('5', system, first)
  await system('social_posts').where({ id }).update({ state: 'processing', intent_at: new Date() })
  runEngine(t, context)
  await until(context, id, 'unknown')
})

test('a confirmation that makes no sense is asked for again, and not for ever', async (t) => {
  const { context, system } = await oddly(t, { confirm: async () => ({ state: 'published' }) })
  const { id } = await scheduled(context)
  await system('social_posts').where({ id }).update({ state: 'processing', intent_at: new Date() })
  runEngine(t, context)
  for (;;) {
    const { next_at } = await system('social_posts').where({ id }).first<{ next_at: Date }>()
    if (next_at > new Date(Date.now() + 20_000)) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  await system('social_posts').where({ id }).update({ intent_at: yesterday, next_at: new Date() })
  await until(context, id, 'unknown')
})

test('a preparation that is never ready lets go of its account, and expires with its grace', async (t) => {
  const { context, system } = await oddly(t, {
    prepare: async () => ({ state: 'waiting', checkpoint: {}, retryAfterSeconds: 0 }),
  })
  const { id } = await scheduled(context)
  runEngine(t, context)
  await until(context, id, 'retry_wait')
  await system('social_posts')
    .where({ id })
    .update({ next_at: new Date(), grace_until: new Date(Date.now() + 200) })
  await until(context, id, 'expired')
})

test('a preparation that answers nonsense is tried again later', async (t) => {
  for (const answer of [undefined, { state: 'ready' }, { state: 'ready', checkpoint: { n: 1n } }]) {
    const { context } = await oddly(t, { prepare: async () => answer })
    const { id } = await scheduled(context)
    runEngine(t, context)
    t.match((await until(context, id, 'retry_wait')).error, { code: 'internal' })
  }
})

test('a verb that never answers is given up before its lease lapses', async (t) => {
  const { context } = await oddly(t, { prepare: () => new Promise(() => undefined) })
  const { id } = await scheduled(context)
  const engine = runEngine(t, context)
  t.match((await until(context, id, 'retry_wait')).error, { code: 'internal' })
  t.equal(engine.inFlight, 0)
})

test('one outcome that cannot be written down keeps no other from it', async (t) => {
  const { context } = await oddly(t, {
    commit: async (_: unknown, { text }: { text: string }) => ({
      state: 'published',
      remoteId: text.startsWith('bad') ? 'x'.repeat(5_000) : text,
    }),
  })
  const dueAt = new Date(Date.now() + 500)
  const bad = await scheduled(context, { dueAt, post: { content: 'bad' } })
  const good = await Promise.all(Array.from({ length: 20 }, () => scheduled(context, { dueAt })))
  runEngine(t, context)
  for (const { id } of good) await until(context, id, 'published')
  await until(context, bad.id, 'unknown', 'retry_wait')
})

/** Writes down that the network has the post of a delivery under this id. */
async function isThereAs(
  remoteId: string,
  system: Database['system'],
  delivery: Awaited<ReturnType<typeof scheduled>>,
): Promise<void> {
  await system('delivery_parts').insert({
    delivery_id: delivery.id,
    organization_id: delivery.tenant.organization.id,
    social_account_id: delivery.accountId,
    position: 0,
    kind: 'post',
    outcome: 'published',
    remote_id: remoteId,
  })
}
