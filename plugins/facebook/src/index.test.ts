import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { connectorProblems, scopesOf } from '@t21/plugin-kit'
import { settings } from '../test/calls.ts'
import entry, { connector } from './index.ts'

const folder = new URL('.', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, code: readFileSync(new URL(name, folder), 'utf8') }))

t.test('the entry is a frozen connector of the shape that the kit demands', async (t) => {
  t.equal(entry, connector)
  t.ok(Object.isFrozen(entry))
  t.same(connectorProblems(entry), [])
  t.equal(entry.oauth.refresh, undefined, 'the tokens of Pages do not expire')
})

t.test('it is what its manifest says', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
    t21: unknown
  }
  t.same(manifest.t21, { kind: 'connector', id: entry.id })
  t.equal(entry.platform, 'FACEBOOK')
})

t.test('every setting and every scope is documented', async (t) => {
  for (const [name, setting] of Object.entries(entry.settings.properties)) {
    const { description } = setting as { description?: string }
    t.match(description, /^[A-Z].*\.$/, name)
  }
  for (const { name, without } of scopesOf(entry.oauth, settings))
    t.match(without, /^[A-Z].*\.$/, name)
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

t.test('its addresses stand in one file, and are those of its hosts', async (t) => {
  for (const { name, code } of sources) t.notMatch(code, /['"`]https:\/\//, name)
  t.same(entry.hosts, [
    'https://graph.facebook.com',
    'https://rupload.facebook.com',
    'https://www.facebook.com',
  ])
})

t.test('it imports the kit and its own dependencies only, and never the emulation', async (t) => {
  const allowed = ['@t21/plugin-kit', '@t21/meta-graph', 'typebox']
  for (const { name, code } of sources) {
    for (const [, from = ''] of code.matchAll(/from '([^']+)'/g)) {
      t.ok(/^\.\/[^/]+\.ts$/.test(from) || allowed.includes(from), `${name}: ${from}`)
    }
  }
})

t.test('the version has an end', async (t) => {
  const settings = { clientId: 'a', clientSecret: 'b', appSecretProof: false }
  t.same(entry.apiVersion?.({ ...settings, apiVersion: 'v25.0' }), {
    version: 'v25.0',
    endOfLife: '2028-07-29',
  })
})
