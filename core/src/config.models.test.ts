import { test } from 'tap'
import { readConfig } from './config.ts'
import { modelsFor, parseModels } from './config.models.ts'

const ai = { recommended: { text: ['their/text'], pictures: ['their/seeing'] } }

test('what is said for a plan and a task comes first, then the task, the plan, and what the plugin recommends', async (t) => {
  const choice = parseModels(['PRO:content=a/large|a/small', 'content=b/one', 'PRO:*=c/pro'])
  const of = (task: 'content' | 'caption', tier: 'FREE' | 'PRO') =>
    modelsFor(choice, ai, { task, tier })
  t.same(of('content', 'PRO'), ['a/large', 'a/small'])
  t.same(of('content', 'FREE'), ['b/one'])
  t.same(of('caption', 'PRO'), ['c/pro'])
  t.same(of('caption', 'FREE'), ['their/seeing'])
  t.same(modelsFor(parseModels([]), ai, { task: 'improve', tier: 'FREE' }), ['their/text'])
  t.same(modelsFor(parseModels(['*=d/all:free']), ai, { task: 'improve', tier: 'FREE' }), [
    'd/all:free',
  ])
  t.same(modelsFor(parseModels([]), {}, { task: 'improve', tier: 'FREE' }), [])
})

test('an entry that is none is named, with the variable', async (t) => {
  for (const wrong of [
    'content',
    'poetry=a/b',
    'GOLD:content=a/b',
    'content=',
    'content=a b',
    '=a',
  ]) {
    t.throws(() => parseModels(['hashtags=a/b', wrong]), new RegExp(`"${wrong}" is none`), wrong)
  }
  t.throws(() => parseModels(['content=a/b', 'content=c/d']), /"content=c\/d" is none/)
  t.throws(
    () => readConfig({ NODE_ENV: 'test', AI_MODELS: 'poetry=a/b' }),
    /AI_MODELS: must be entries such as .*"poetry=a\/b" is none/,
  )
})
