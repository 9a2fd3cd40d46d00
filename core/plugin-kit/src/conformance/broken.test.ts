import { test } from 'tap'
import { startSandbox } from '../../../../plugins/sandbox/src/index.ts'
import { defineConnector } from '../connector.ts'
import { broken } from './fixtures/broken.ts'
import { options, packageJson } from './fixtures/options.ts'
import { plain } from './fixtures/example/connector.ts'
import { checks } from './checks/index.ts'
import { runSuite } from './index.ts'

const text = [{ name: 'text', format: 'text', text: 'Hello from the lighthouse' }] as const

for (const { does, fails, connector, packageJson: other } of broken) {
  test(`a connector that ${does} fails "${fails.join('" and "')}", and nothing else`, async (t) => {
    const cases = connector.capabilities.thread === undefined ? text : undefined
    const results = await runSuite(
      options(defineConnector(connector), startSandbox, {
        ...(cases && { cases }),
        ...(other && { packageJson: { ...packageJson, ...other } }),
      }),
    )
    const failed = results.filter(({ findings }) => findings.length > 0)
    t.same(
      failed.map(({ name }) => name),
      fails,
      JSON.stringify(failed, null, 2),
    )
  })
}

test('a connector that can be changed after it was made fails "shape"', async (t) => {
  const results = await runSuite(options({ ...plain }, startSandbox, { cases: text }))
  const failed = results.filter(({ findings }) => findings.length > 0)
  t.same(
    failed.map(({ name }) => name),
    ['shape'],
  )
})

test('every check has a connector that fails it', (t) => {
  const proved = new Set(['shape', ...broken.flatMap(({ fails }) => fails)])
  t.same(
    checks.map(({ name }) => name).filter((name) => !proved.has(name)),
    [],
  )
  t.end()
})
