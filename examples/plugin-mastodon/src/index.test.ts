import t from 'tap'
import { testStructure } from '@t21/plugin-kit/testing'
import * as addresses from './api.ts'
import entry, { connector } from './index.ts'

t.test('it is built as every connector is', async (t) => {
  t.equal(entry, connector)
  t.equal(entry.confirm, undefined, 'Mastodon answers at once')
  t.equal(entry.oauth.refresh, undefined, 'and its tokens do not end')
  await testStructure(t, { entry, from: import.meta.url })
})

t.test('its host is the one that the settings name', async (t) => {
  const hostsOf = (instanceUrl: string) =>
    typeof connector.hosts === 'function'
      ? connector.hosts({ instanceUrl, clientId: 'c', clientSecret: 's' })
      : []
  t.same(hostsOf('https://mastodon.social'), ['https://mastodon.social'])
  t.same(hostsOf('https://toot.example/'), ['https://toot.example'])
  const at = { instanceUrl: 'https://toot.example/' }
  for (const [name, address] of Object.entries(addresses)) {
    t.equal(new URL(address(at, '1')).origin, 'https://toot.example', name)
  }
})
