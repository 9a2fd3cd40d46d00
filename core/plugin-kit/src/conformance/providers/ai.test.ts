import { test } from 'tap'
import { exampleAi, type ChangeAi } from '../fixtures/ai.ts'
import { brokenAis } from '../fixtures/broken-ai.ts'
import { aiChecks, testAi } from './ai.ts'
import { failedChecks } from '../fixtures/failed-checks.ts'

const failed = (change?: ChangeAi) => failedChecks((t) => testAi(t, exampleAi(change)))

test('a provider that keeps its promises passes', async (t) => {
  t.same(await failed(), new Map())
})

for (const { does, fails, change } of brokenAis) {
  test(`a provider that ${does} fails "${fails.join('" and "')}", and nothing else`, async (t) => {
    const found = await failed(change)
    t.same([...found.keys()], fails, JSON.stringify([...found], null, 2))
  })
}

test('every check has a provider that fails it', (t) => {
  const proved = new Set(brokenAis.flatMap(({ fails }) => fails))
  t.same(
    aiChecks.map(({ name }) => name).filter((name) => !proved.has(name)),
    [],
  )
  t.end()
})
