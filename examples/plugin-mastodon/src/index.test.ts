import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { connectorProblems } from '@t21/plugin-kit'
import * as addresses from './api.ts'
import entry, { connector } from './index.ts'

const folder = new URL('.', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, code: readFileSync(new URL(name, folder), 'utf8') }))

t.test('the entry is a frozen connector of the shape that the kit demands', async (t) => {
  t.equal(entry, connector)
  t.ok(Object.isFrozen(entry))
  t.same(connectorProblems(entry), [])
  t.equal(entry.confirm, undefined, 'Mastodon answers at once')
  t.equal(entry.oauth.refresh, undefined, 'and its tokens do not end')
})

t.test('it is what its manifest says', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
    t21: unknown
  }
  t.same(manifest.t21, { kind: 'connector', id: entry.id })
  t.equal(entry.platform, 'MASTODON')
})

t.test('every setting is documented', async (t) => {
  for (const [name, setting] of Object.entries(entry.settings.properties)) {
    t.match((setting as { description?: string }).description, /^[A-Z].*\.$/, name)
  }
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

t.test('its code reads no clock, no environment, and goes out by call.http alone', async (t) => {
  t.ok(sources.length > 20)
  for (const { name, code } of sources) {
    t.notMatch(
      code,
      /Date\.now|new Date\(\)|performance\.|process\.|\bfetch\(|setTimeout|node:|console\.(?:log|warn|error)\(/,
      name,
    )
  }
})

t.test('it imports the kit and its own dependencies only, and never the emulation', async (t) => {
  const allowed = ['@t21/plugin-kit', 'typebox', 'typebox/value', 'twitter-text']
  for (const { name, code } of sources) {
    for (const [, from = ''] of code.matchAll(/from '([^']+)'/g)) {
      t.ok(/^\.\/[^/]+\.ts$/.test(from) || allowed.includes(from), `${name}: ${from}`)
    }
  }
})
