import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { connectorProblems } from '@t21/plugin-kit'
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
  t.equal(entry.confirm, undefined, 'X answers at once')
})

t.test('it is what its manifest says', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
    t21: unknown
  }
  t.same(manifest.t21, { kind: 'connector', id: entry.id })
  t.equal(entry.platform, 'TWITTER')
})

t.test('every setting is documented', async (t) => {
  for (const [name, setting] of Object.entries(entry.settings.properties)) {
    const { description } = setting as { description?: string }
    t.match(description, /^[A-Z].*\.$/, name)
  }
})

t.test('its code reads no clock, no environment, and goes out by call.http alone', async (t) => {
  t.ok(sources.length > 20)
  for (const { name, code } of sources) {
    t.notMatch(
      code,
      /Date\.now|new Date\(\)|performance\.|process\.|\bfetch\(|setTimeout|console\.(?:log|warn|error)\(/,
      name,
    )
    // Signatures of webhooks are all that it needs of Node.
    const node = [...code.matchAll(/from '(node:[^']+)'/g)].map(([, from]) => from)
    t.same(node, name === 'webhook.ts' ? ['node:crypto'] : [], name)
  }
  t.same(entry.apiVersion?.(settings), { version: 'v2', endOfLife: null })
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

t.test('it imports the kit and its own dependencies only, and never the emulation', async (t) => {
  const allowed = ['@t21/plugin-kit', 'typebox', 'typebox/value', 'twitter-text', 'node:crypto']
  for (const { name, code } of sources) {
    for (const [, from = ''] of code.matchAll(/from '([^']+)'/g)) {
      t.ok(/^\.\/[^/]+\.ts$/.test(from) || allowed.includes(from), `${name}: ${from}`)
    }
  }
})
