import { setTimeout as sleep } from 'node:timers/promises'
import { ProviderFailure } from '@t21/plugin-kit'
import { test, type Test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { fakeAi, type Script } from '../../../../test/support/fake-ai.ts'
import { postPlugins } from '../../../../test/support/post-plugins.ts'
import { sweepGenerations } from './sweep-generations.ts'

test('a generation answers as the specification says, costs a credit, and stores what it used', async (t) => {
  const { send, mine, brandId, database } = await start(t)
  const { statusCode, data, meta } = await send(mine, 'POST', '/ai/generate-content', {
    brandId,
    prompt: 'Bread',
    tone: 'professional',
    length: 'medium',
    includeHashtags: true,
  })
  t.equal(statusCode, 200)
  t.match(data, {
    content: 'The content of version1 in call 0.',
    hashtags: ['One', 'Two'],
    model: 'maker/text',
    tokensUsed: 156,
    notices: { length: 0 },
    variants: { length: 1 },
  })
  t.same(meta, { creditsUsed: 1, creditsRemaining: 9 })
  const [row] = await database.system('ai_generations')
  t.match(row, { id: data.id, state: 'done', credits_used: 1, tokens_used: 156 })
  t.match(row, { template: 'content@1', user_id: mine.user.id, brand_id: brandId })
  t.match(await database.system('ai_calls'), [
    { generation_id: data.id, model: 'maker/text', outcome: 'complete', cost_micro_usd: 1_500 },
  ])
  t.match(await database.system('ai_prompts'), [{ id: data.id, prompt: 'Bread' }])
})

test('variants cost a credit each; who has too few left is refused before a model is asked', async (t) => {
  const { send, mine, other, brandId, ai, used } = await start(t)
  const ask = (variants: number) =>
    send(mine, 'POST', '/ai/generate-content', { brandId, prompt: `Bread ${variants}`, variants })
  t.match(await ask(5), {
    data: { variants: { length: 5 } },
    meta: { creditsUsed: 5, creditsRemaining: 5 },
  })
  t.match(await ask(4), { meta: { creditsUsed: 4, creditsRemaining: 1 } })
  const calls = ai.calls.length
  t.match(await ask(2), {
    statusCode: 403,
    error: { code: 'QUOTA_EXCEEDED', details: { current: 9, limit: 10 } },
  })
  t.equal(ai.calls.length, calls)
  t.equal(await used(mine), 9)
  t.equal(await used(other), 0)
})

test('versions that did not come are paid back', async (t) => {
  const { send, mine, brandId, used } = await start(t, () =>
    JSON.stringify({ version2: { content: 'The second', hashtags: [] } }),
  )
  t.match(
    await send(mine, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread', variants: 3 }),
    {
      data: { content: 'The second', notices: [{ code: 'version_missing' }] },
      meta: { creditsUsed: 1, creditsRemaining: 9 },
    },
  )
  t.equal(await used(mine), 1)
})

const failures: readonly [what: string, script: Script, status: number, code: string][] = [
  ['no JSON, twice', () => 'I would rather not say.', 502, 'AI_NO_ANSWER'],
  ['cut off', () => ({ text: '{"version1":{"con', finish: 'length' }), 502, 'AI_NO_ANSWER'],
  ['filtered', () => ({ text: '', finish: 'filtered' }), 422, 'AI_DECLINED'],
  ['declined', () => fail('declined'), 422, 'AI_DECLINED'],
  ['gone', () => fail('absent'), 503, 'AI_UNAVAILABLE'],
  ['away', () => fail('transient'), 503, 'AI_UNAVAILABLE'],
  ['too many calls', () => fail('rate_limited'), 503, 'AI_UNAVAILABLE'],
  ['a wrong key', () => fail('misconfigured'), 503, 'AI_UNAVAILABLE'],
  ['nothing at all', () => new Promise(() => undefined), 504, 'AI_TIMED_OUT'],
]

for (const [what, script, status, code] of failures) {
  test(`a model that answers ${what} is said honestly, and costs nothing`, async (t) => {
    const { send, mine, brandId, used, database } = await start(t, script, { AI_TIMEOUT: '300ms' })
    const answer = await send(mine, 'POST', '/ai/generate-content', { brandId, prompt: 'Bread' })
    t.match(answer, { statusCode: status, error: { code } })
    if (status === 503) t.ok(Number(answer.headers['retry-after']) >= 1)
    t.equal(await used(mine), 0)
    t.match(await database.system('ai_generations'), [{ state: 'failed', error: code }])
    t.same(await database.system('ai_prompts'), [])
  })
}

test('what a process that died has taken comes back once, however often it is swept; a late answer changes nothing', async (t) => {
  const answered = Promise.withResolvers<undefined>()
  const { send, mine, other, brandId, used, database, context } = await start(
    t,
    () => answered.promise,
  )
  const asked = send(mine, 'POST', '/ai/generate-content', {
    brandId,
    prompt: 'Bread',
    variants: 3,
  })
  for (let wait = 0; wait < 500 && (await used(mine)) !== 3; wait += 1) await sleep(10)
  t.equal(await sweepGenerations(context), 0, 'it may still be written')
  t.equal(await used(mine), 3)
  await database.system('ai_generations').update({ reserved_until: new Date(0) })
  const swept = await Promise.all([sweepGenerations(context), sweepGenerations(context)])
  t.equal(Math.max(...swept), 1)
  t.equal(Math.min(...swept), 0)
  t.equal(await used(mine), 0)
  answered.resolve(undefined)
  t.match(await asked, { statusCode: 200, meta: { creditsUsed: 0, creditsRemaining: 10 } })
  t.equal(await sweepGenerations(context), 0)
  t.equal(await used(mine), 0)
  t.equal(await used(other), 0)
  t.match(await database.system('ai_generations'), [{ state: 'returned', credits_used: 0 }])
})

test('what is still being written keeps its credits while the sweep returns those of a process that died', async (t) => {
  const answered = Promise.withResolvers<undefined>()
  const { send, mine, brandId, used, database, context } = await start(t, () => answered.promise)
  const ask = (prompt: string) => send(mine, 'POST', '/ai/generate-content', { brandId, prompt })
  const [dead, living] = [ask('Bread'), ask('Cake')]
  for (let wait = 0; wait < 500 && (await used(mine)) !== 2; wait += 1) await sleep(10)
  const [first] = await database.system('ai_generations').orderBy('id')
  await database
    .system('ai_generations')
    .where({ id: first.id })
    .update({ reserved_until: new Date(0) })
  t.equal(await sweepGenerations(context), 1)
  t.equal(await used(mine), 1)
  answered.resolve(undefined)
  const costs = [await dead, await living].map(({ meta }) => Number(meta.creditsUsed))
  t.equal(Math.max(...costs), 1)
  t.equal(Math.min(...costs), 0)
  t.equal(await used(mine), 1)
})

test('nothing of what was asked is kept where the operator wants none kept', async (t) => {
  const { send, mine, brandId, database } = await start(t, undefined, { AI_KEEP_PROMPTS: 'false' })
  await send(mine, 'POST', '/ai/generate-content', { brandId, prompt: 'A secret plan' })
  t.same(await database.system('ai_prompts'), [])
  t.match(await database.system('ai_generations'), [{ state: 'done' }])
})

test('without a provider the code says so, and nothing is taken', async (t) => {
  const made = await testApp(t, { providers: { ai: null } })
  const mine = await registerUser(made.app)
  const send = senderOf(made.app)
  const { data: brand } = await send(mine, 'POST', '/brands', { name: 'Acme' })
  t.match(
    await send(mine, 'POST', '/ai/generate-content', { brandId: brand.id, prompt: 'Bread' }),
    {
      statusCode: 503,
      error: { code: 'AI_NOT_CONFIGURED' },
    },
  )
  t.same(await made.database.system('ai_generations'), [])
})

function fail(kind: ProviderFailure['kind']): never {
  throw new ProviderFailure(kind, { message: 'It says no.' })
}

async function start(t: Test, script?: Script, variables: Record<string, string> = {}) {
  const ai = fakeAi(script)
  const made = await testApp(t, { providers: { ai }, plugins: postPlugins(), variables })
  const [mine, other] = [await registerUser(made.app), await registerUser(made.app)]
  const send = senderOf(made.app)
  const { data: brand } = await send(mine, 'POST', '/brands', { name: 'Acme' })
  const used = async ({ organizationId }: typeof mine): Promise<number> => {
    const row = await made.database
      .system('quota_counters')
      .where({ organization_id: organizationId, metric: 'aiCredits' })
      .first('used')
    return row?.used ?? 0
  }
  return { ...made, ai, mine, other, send, brandId: brand.id as string, used }
}
