import t from 'tap'
import { sourcesIn, testStructure } from '@t21/plugin-kit/testing'
import { settings } from '../test/calls.ts'
import entry, { connector } from './index.ts'

const sources = sourcesIn(import.meta.url)

t.test('it is built as every connector is', async (t) => {
  t.equal(entry, connector)
  t.equal(entry.confirm, undefined, 'X answers at once')
  t.same(entry.apiVersion?.(settings), { version: 'v2', endOfLife: null })
  // Signatures of webhooks are all that it needs of Node.
  const node = { 'webhook.ts': ['node:crypto'] }
  await testStructure(t, { entry, from: import.meta.url, node })
})

t.test('its addresses stand in one file, and all belong to its hosts', async (t) => {
  for (const { name, code } of sources) {
    if (name === 'api.ts') continue
    t.notMatch(code, /['"`]https:\/\/[a-z.]*x\.com/, name)
  }
  const addresses = Object.values(await import('./api.ts')).filter(
    (value) => typeof value === 'string',
  )
  t.ok(addresses.length > 5)
  for (const address of addresses)
    t.ok([entry.hosts].flat().includes(new URL(address).origin), address)
})
