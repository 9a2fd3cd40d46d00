import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { connectorProblems } from '@t21/plugin-kit'
import { settings } from '../test/calls.ts'
import { apiOrigin, apiUrl, authorizeAddress, postUrl, webOrigin } from './api.ts'
import entry, { connector } from './index.ts'

const folder = new URL('.', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, code: readFileSync(new URL(name, folder), 'utf8') }))

t.test('the entry is a frozen connector of the shape that the kit demands', async (t) => {
  t.equal(entry, connector)
  t.ok(Object.isFrozen(entry))
  t.same(connectorProblems(entry), [])
  t.equal(entry.remove, undefined, 'TikTok lets apps delete nothing')
})

t.test('it is what its manifest says', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
    t21: unknown
  }
  t.same(manifest.t21, { kind: 'connector', id: entry.id })
  t.equal(entry.platform, 'TIKTOK')
})

t.test('every setting and every option is documented', async (t) => {
  for (const schema of [entry.settings, entry.capabilities.options]) {
    const { properties } = schema as { properties: Record<string, { description?: string }> }
    for (const [name, { description }] of Object.entries(properties)) {
      t.match(description, /^\w.*\.$/, name)
    }
  }
})

t.test('its code reads no clock, no environment, and goes out by call.http alone', async (t) => {
  t.ok(sources.length > 30)
  for (const { name, code } of sources) {
    // A signature has to be made and compared in constant time: `webhook.ts` alone may.
    const allowed = name === 'webhook.ts' ? code.replace("'node:crypto'", '') : code
    t.notMatch(
      allowed,
      /Date\.now|new Date\(\)|performance\.|process\.|\bfetch\(|setTimeout|node:|console\.(?:log|warn|error)\(/,
      name,
    )
  }
})

t.test('its addresses stand in one file, and all belong to its hosts', async (t) => {
  for (const { name, code } of sources) {
    if (name === 'api.ts') continue
    t.notMatch(code, /['"`]https:\/\/[a-z.-]*tiktok/, name)
  }
  const hosts = typeof entry.hosts === 'function' ? entry.hosts(settings) : entry.hosts
  for (const address of [
    apiUrl(settings, 'token'),
    apiUrl(settings, 'status'),
    authorizeAddress(settings),
    postUrl('ada', 'video', '7'),
  ]) {
    t.ok(hosts.includes(new URL(address).origin), address)
  }
  t.same(hosts.slice(0, 2), [apiOrigin, webOrigin])
  t.ok(hosts.includes('https://*.tiktokapis.com'), 'open-upload.tiktokapis.com')
  t.ok(hosts.includes('https://*.us.tiktokapis.com'), 'upload.us.tiktokapis.com')
})

t.test('the version of the API is in every address, and comes from the settings', async (t) => {
  const newer = { ...settings, apiVersion: 'v3' }
  t.equal(
    apiUrl(settings, 'creatorInfo'),
    'https://open.tiktokapis.com/v2/post/publish/creator_info/query/',
  )
  t.equal(apiUrl(newer, 'videoInit'), 'https://open.tiktokapis.com/v3/post/publish/video/init/')
  t.equal(authorizeAddress(newer), 'https://www.tiktok.com/v3/auth/authorize/')
  t.same(entry.apiVersion?.(newer), { version: 'v3', endOfLife: null })
})

t.test('it imports the kit and its own dependencies only, and never the emulation', async (t) => {
  const allowed = ['@t21/plugin-kit', 'typebox']
  for (const { name, code } of sources) {
    for (const [, from = ''] of code.matchAll(/from '([^']+)'/g)) {
      const signs = name === 'webhook.ts' && from === 'node:crypto'
      t.ok(signs || /^\.\/[^/]+\.ts$/.test(from) || allowed.includes(from), `${name}: ${from}`)
    }
  }
})
