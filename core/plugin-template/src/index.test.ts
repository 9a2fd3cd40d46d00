import t from 'tap'
import { sourcesIn, testStructure } from '@t21/plugin-kit/testing'
import entry, { connector } from './index.ts'

const sources = sourcesIn(import.meta.url)

t.test('it is built as every connector is', async (t) => {
  t.equal(entry, connector)
  await testStructure(t, { entry, from: import.meta.url })
})

t.test('what is missing is said', async (t) => {
  for (const { name, code } of sources) {
    for (const [, what] of code.matchAll(/throw notWritten\('([^']+)'\)/g)) {
      t.comment(`src/${name}: "${what}" is not written yet`)
    }
  }
})
