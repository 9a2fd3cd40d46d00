import t from 'tap'
import { sourcesIn, testStructure } from '@t21/plugin-kit/testing'
import entry, { connector } from './index.ts'

const sources = sourcesIn(import.meta.url)

t.test('it is built as every connector is', async (t) => {
  t.equal(entry, connector)
  // Signatures of webhooks are all that it needs of Node.
  const node = { 'webhook.ts': ['node:crypto'] }
  await testStructure(t, { entry, from: import.meta.url, node })
})

t.test('the version of the API has an end where LinkedIn named one', async (t) => {
  const version = (apiVersion: string) =>
    connector.apiVersion?.({
      clientId: 'c',
      clientSecret: 's',
      communityManagement: false,
      apiVersion,
    })
  t.same(version('202609'), { version: '202609', endOfLife: '2027-09-15' })
  t.same(version('202601'), { version: '202601', endOfLife: '2027-01-15' })
  t.same(version('202703'), { version: '202703', endOfLife: null })
  t.match(connector.settings.properties.apiVersion, { default: '202609' })
})

t.test('its addresses stand in one file, and all belong to its hosts', async (t) => {
  for (const { name, code } of sources) {
    if (name === 'api.ts') continue
    t.notMatch(code, /['"`]https:\/\/[a-z.]*linkedin\.com/, name)
  }
  const addresses = Object.values(await import('./api.ts')).filter(
    (value) => typeof value === 'string',
  )
  t.ok(addresses.length > 5)
  const hosts = connector.hosts as readonly string[]
  for (const address of addresses) t.ok(hosts.includes(new URL(address).origin), address)
})
