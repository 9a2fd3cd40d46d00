import { ProviderFailure } from '@t21/plugin-kit'
import tap, { test } from 'tap'
import { fakeAi, saidBy, type FakeAi, type Script } from '../../../../test/support/fake-ai.ts'
import { postPlugins } from '../../../../test/support/post-plugins.ts'
import type { CallRecord } from './ask-model.ts'
import { makeModelHealth, type ModelHealth } from './model-health.ts'
import { variantsOf, type Task } from './task.ts'
import { writeVersions, type Written } from './write-versions.ts'

// Time limits alone keep no process alive.
const alive = setInterval(() => undefined, 1_000)
tap.teardown(() => clearInterval(alive))

const long = `${'A sentence of thirty letters. '.repeat(12)}The end`

test('a text that the network refuses is mended once, by what the network says', async (t) => {
  const { run, ai } = start((_request, { number }) => said(number === 0 ? long : 'Short enough.'))
  t.match(await run(), { versions: [{ content: 'Short enough.', notices: { length: 0 } }] })
  const [, second] = ai.calls
  t.equal(ai.calls.length, 2)
  t.match(second && saidBy(second, 'user'), /"version1": The text has \d+ characters. Shorten it/)
  t.match(second && saidBy(second, 'assistant'), long)
})

test('a text that stays too long is cut behind a sentence, and says so', async (t) => {
  const { run, ai } = start(() => said(long, ['Bread', 'Fresh']))
  const { versions } = await run()
  t.match(versions, [{ hashtags: { length: 0 }, notices: [{ code: 'text_cut' }] }])
  t.match(versions[0]?.content, /^(A sentence of thirty letters\. ?){9}$/)
  t.equal(ai.calls.length, 2, 'it was told once, not again and again')
})

test('hashtags go before the text is cut; a text without an end is cut behind a word', async (t) => {
  const text = 'word '.repeat(55).trim()
  const { run } = start(() => said(text, ['Bread', 'FreshFromTheOven']))
  t.match((await run()).versions, [
    { content: text, hashtags: { length: 0 }, notices: [{ code: 'hashtags_left_out' }] },
  ])
  const endless = start(() => said('word '.repeat(100).trim()))
  const { versions } = await endless.run()
  t.match(versions[0]?.content, /^(word )+word…$/)
})

test('what the brand never says is mended, else said', async (t) => {
  const { run } = start(() => said('Our plastic, our plastics.'))
  t.match((await run()).versions, [
    { notices: [{ code: 'banned_word', message: /never says: plastic\./ }] },
  ])
  const mended = start((_request, { number }) => said(number === 0 ? 'Plastic!' : 'Bread!'))
  t.match((await mended.run()).versions, [{ content: 'Bread!', notices: { length: 0 } }])
  const odd = start(() => said('A Game-Changer, at 9/10 (really?)'))
  t.match((await odd.run()).versions, [
    { notices: [{ code: 'banned_word', message: /game-changer, \(really\?\)/ }] },
  ])
})

test('an answer that breaks off or is no JSON is mended; fences and sentences around it do no harm', async (t) => {
  for (const first of ['{"version1":{"content":"He', 'Sure!', '[]', 'null', '{"version1":"x"}']) {
    const { run } = start((_request, { number }) =>
      number === 0 ? { text: first, finish: 'length' } : said('Whole.'),
    )
    t.match((await run()).versions, [{ content: 'Whole.' }], first)
  }
  const fenced = start(() => `Here you are:\n\`\`\`json\n${said('Fenced.')}\n\`\`\``)
  t.match((await fenced.run()).versions, [{ content: 'Fenced.' }])
  t.equal(fenced.ai.calls.length, 1)
})

test('what is left of an answer is used where mending it fails', async (t) => {
  const { run } = start((_request, { number }) => {
    if (number === 0) return said(long)
    throw new ProviderFailure('transient', { message: 'It is away.' })
  })
  t.match((await run()).versions, [{ notices: [{ code: 'text_cut' }] }])
})

test('what was good of the first answer stays where the second leaves it out', async (t) => {
  const version = (content: string) => ({ content, hashtags: [] })
  const { run } = start(
    (_request, { number }) =>
      number === 0
        ? JSON.stringify({ version1: version('Good.'), version2: version(long) })
        : JSON.stringify({ version2: version('Mended.') }),
    { versions: 2 },
  )
  t.match(await run(), {
    versions: [
      { key: 'version1', content: 'Good.' },
      { key: 'version2', content: 'Mended.', notices: { length: 0 } },
    ],
  })
})

test('a model that never answers in time rests like one that fails; a client that goes says nothing of it', async (t) => {
  const health = makeModelHealth()
  const mute = (milliseconds: number) =>
    start(() => new Promise(() => undefined), { models: ['maker/mute'], health, milliseconds })
  const going = mute(5_000)
  for (let count = 0; count < 5; count += 1) {
    const client = new AbortController()
    const asked = going.run(client.signal)
    client.abort(new Error('You went.'))
    await t.rejects(asked, { message: 'You went.' })
  }
  t.ok(health.mayAsk('maker/mute'))
  const { run, ai } = mute(10)
  for (let count = 0; count < 5; count += 1) await t.rejects(run(), { name: 'TimeoutError' })
  await t.rejects(run(), { name: 'ModelFailure', kind: 'unavailable' })
  t.equal(ai.calls.length, 5)
})

test('one model after the other is asked, until one writes', async (t) => {
  const failing: Script = ({ model }) => {
    if (model === 'maker/gone') throw new ProviderFailure('absent', { message: 'It is gone.' })
    if (model === 'maker/filtered') return { text: '', finish: 'filtered' }
    if (model === 'maker/mute') return new Promise(() => undefined)
    return said('Written.')
  }
  const models = ['maker/gone', 'maker/filtered', 'maker/mute', 'maker/last', 'maker/spare']
  const { run, ai, calls } = start(failing, { models, milliseconds: 1_000 })
  t.match(await run(), { model: 'maker/last', versions: [{ content: 'Written.' }] })
  t.same(
    ai.calls.map(({ model }) => model),
    models.slice(0, 4),
  )
  t.same(
    calls.map(({ outcome }) => outcome),
    ['absent', 'filtered', 'aborted', 'complete'],
  )
})

test('a key that is refused is not tried with other models', async (t) => {
  const { run, ai } = start(() => {
    throw new ProviderFailure('misconfigured', { message: 'The key is wrong.' })
  })
  await t.rejects(run(), { name: 'ModelFailure', kind: 'misconfigured' })
  t.equal(ai.calls.length, 1)
})

test('a model is left alone until the moment that the provider names, and rests after five failures', async (t) => {
  let now = 1_000_000
  const health = makeModelHealth(() => now)
  const until = new Date(now + 60_000)
  const limited = start(
    () => {
      throw new ProviderFailure('rate_limited', { message: 'Too many.', until })
    },
    { models: ['maker/one'], health },
  )
  await t.rejects(limited.run(), { name: 'ModelFailure', kind: 'unavailable' })
  await t.rejects(limited.run(), { name: 'ModelFailure', kind: 'unavailable' })
  t.equal(limited.ai.calls.length, 1, 'it was not asked again')
  t.equal(health.secondsUntilAny(['maker/one']), 30, 'asked to look again sooner than that')
  now += 60_000
  await t.rejects(limited.run(), { name: 'ModelFailure', kind: 'unavailable' })
  t.equal(limited.ai.calls.length, 2)

  const away = start(
    () => {
      throw new ProviderFailure('transient', { message: 'It is away.' })
    },
    { models: ['maker/two'], health },
  )
  for (let count = 0; count < 8; count += 1) await t.rejects(away.run())
  t.equal(away.ai.calls.length, 5)
  now += 30_000
  await t.rejects(away.run())
  await t.rejects(away.run())
  t.equal(away.ai.calls.length, 6, 'one tries it')
  now += 30_000
  const back = start(() => said('Back.'), { models: ['maker/two'], health })
  t.match(await back.run(), { model: 'maker/two' })
  t.match(await back.run(), { model: 'maker/two' })
})

function said(content: string, hashtags: readonly string[] = []): string {
  return JSON.stringify({ version1: { content, hashtags } })
}

function start(
  script: Script,
  {
    models = ['maker/one', 'maker/two'],
    milliseconds = 5_000,
    versions = 1,
    health = makeModelHealth(),
  }: { models?: string[]; milliseconds?: number; versions?: number; health?: ModelHealth } = {},
): { ai: FakeAi; calls: CallRecord[]; run(signal?: AbortSignal): Promise<Written> } {
  const ai = fakeAi(script)
  const plugins = postPlugins()
  const calls: CallRecord[] = []
  const task: Task = {
    task: 'content',
    brandId: 'brand',
    prompt: { template: 'content@1', rules: [], blocks: [], pictures: [] },
    fields: ['content', 'hashtags'],
    versions: variantsOf(versions, plugins.connectors.get('TWITTER')),
    bannedWords: ['plastic', 'game-changer', '(really?)', '$^*+.[\\]{|}/'],
    input: {},
    asked: 'Bread',
    maxOutputTokens: 100,
    temperature: 0.5,
  }
  const run = (signal = AbortSignal.timeout(milliseconds)) =>
    writeVersions({ plugins }, task, {
      ai,
      health,
      models,
      milliseconds,
      caller: 'somebody',
      live: undefined,
      signal,
      async onCall(call) {
        calls.push(call)
      },
    })
  return { ai, calls, run }
}
