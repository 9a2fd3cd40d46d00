import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

const folder = new URL('.', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, code: readFileSync(new URL(name, folder), 'utf8') }))

t.test('it reads no clock, no environment, and goes out by call.http alone', async (t) => {
  t.ok(sources.length > 10)
  for (const { name, code } of sources) {
    t.notMatch(
      code,
      /Date\.now|new Date\(\)|performance\.|process\.|\bfetch\(|setTimeout|console\./,
      name,
    )
  }
})

t.test('signatures are the only thing that it takes from Node', async (t) => {
  const allowed = ['@t21/plugin-kit', 'typebox']
  for (const { name, code } of sources) {
    for (const [, from = ''] of code.matchAll(/from '([^']+)'/g)) {
      const crypto = from === 'node:crypto' && name === 'signature.ts'
      t.ok(crypto || /^\.\/[^/]+\.ts$/.test(from) || allowed.includes(from), `${name}: ${from}`)
    }
  }
})

t.test("Meta's addresses stand in one file", async (t) => {
  for (const { name, code } of sources) {
    if (name !== 'api.ts') t.notMatch(code, /['"`]https:\/\//, name)
  }
})
