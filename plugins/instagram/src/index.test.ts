import t from 'tap'
import { sourcesIn, testStructure } from '@t21/plugin-kit/testing'
import { settings } from '../test/calls.ts'
import entry, { connector } from './index.ts'

const sources = sourcesIn(import.meta.url)

t.test('it is built as every connector is', async (t) => {
  t.equal(entry, connector)
  await testStructure(t, { entry, from: import.meta.url })
})

t.test('it tells the version it speaks and when that ends', async (t) => {
  t.same(entry.apiVersion?.(settings), { version: 'v25.0', endOfLife: '2028-07-29' })
})

t.test('its addresses stand in one file, and all belong to its hosts', async (t) => {
  for (const { name, code } of sources) {
    if (name !== 'api.ts') t.notMatch(code, /['"`]https:\/\//, name)
  }
  const addresses = Object.values(await import('./api.ts')).filter(
    (value) => typeof value === 'string' && value.startsWith('https://'),
  )
  t.ok(addresses.length > 5)
  for (const address of addresses) {
    t.ok((entry.hosts as string[]).includes(new URL(String(address)).origin), String(address))
  }
})
