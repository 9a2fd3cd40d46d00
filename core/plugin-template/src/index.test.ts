import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { connectorProblems } from '@t21/plugin-kit'
import entry, { connector } from './index.ts'

const folder = new URL('.', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, code: readFileSync(new URL(name, folder), 'utf8') }))
const manifest = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
  t21: unknown
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
}

t.test('the entry is a frozen connector of the shape that the kit demands', async (t) => {
  t.equal(entry, connector)
  t.ok(Object.isFrozen(entry))
  t.same(connectorProblems(entry), [])
})

t.test('it is what its manifest says', async (t) => {
  t.same(manifest.t21, { kind: 'connector', id: entry.id })
})

t.test('every setting is documented', async (t) => {
  for (const [name, setting] of Object.entries(entry.settings.properties)) {
    t.match((setting as { description?: string }).description, /^[A-Z].*\.$/, name)
  }
})

t.test('its code reads no clock, no environment, and goes out by call.http alone', async (t) => {
  for (const { name, code } of sources) {
    t.notMatch(
      code,
      /Date\.now|new Date\(\)|performance\.|process\.|\bfetch\(|setTimeout|node:|console\./,
      name,
    )
  }
})

t.test('it imports the kit and its own dependencies only, and never the emulation', async (t) => {
  const allowed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  for (const { name, code } of sources) {
    for (const [, from = ''] of code.matchAll(/from '([^']+)'/g)) {
      const own = allowed.some((one) => from === one || from.startsWith(`${one}/`))
      t.ok(/^\.\/[^/]+\.ts$/.test(from) || own, `${name}: ${from}`)
    }
  }
})

t.test('what is missing is said', async (t) => {
  for (const { name, code } of sources) {
    for (const [, what] of code.matchAll(/throw notWritten\('([^']+)'\)/g)) {
      t.comment(`src/${name}: "${what}" is not written yet`)
    }
  }
})
