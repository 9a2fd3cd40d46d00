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
})

t.test('it is what its manifest says', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
    t21: unknown
  }
  t.same(manifest.t21, { kind: 'connector', id: entry.id })
  t.equal(entry.platform, 'INSTAGRAM')
})

t.test('every setting is documented, here and in the README', async (t) => {
  const readme = readFileSync(new URL('../README.md', folder), 'utf8')
  for (const [name, setting] of Object.entries(entry.settings.properties)) {
    const { description } = setting as { description?: string }
    t.match(description, /^[A-Z].*\.$/, name)
    const variable = `INSTAGRAM_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`
    t.match(readme, new RegExp(`\`${variable}\``), variable)
  }
})

t.test('it tells the version it speaks and when that ends', async (t) => {
  t.same(entry.apiVersion?.(settings), { version: 'v25.0', endOfLife: '2028-07-29' })
})

t.test('its code reads no clock, no environment, and goes out by call.http alone', async (t) => {
  t.ok(sources.length > 30)
  for (const { name, code } of sources) {
    t.notMatch(
      code,
      /Date\.now|new Date\(\)|performance\.|process\.|\bfetch\(|setTimeout|node:|console\.(?:log|warn|error)\(/,
      name,
    )
  }
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

t.test('it imports the kit and its own dependencies only, and never the emulation', async (t) => {
  const allowed = ['@t21/plugin-kit', '@t21/meta-graph', 'typebox']
  for (const { name, code } of sources) {
    for (const [, from = ''] of code.matchAll(/from '([^']+)'/g)) {
      t.ok(/^\.\/[^/]+\.ts$/.test(from) || allowed.includes(from), `${name}: ${from}`)
    }
  }
})
