import t from 'tap'
import { sourcesIn, testStructure } from '@t21/plugin-kit/testing'
import { settings } from '../test/calls.ts'
import { apiOrigin, apiUrl, authorizeAddress, postUrl, webOrigin } from './api.ts'
import entry, { connector } from './index.ts'

const sources = sourcesIn(import.meta.url)

t.test('it is built as every connector is', async (t) => {
  t.equal(entry, connector)
  t.equal(entry.remove, undefined, 'TikTok lets apps delete nothing')
  // Signatures of webhooks are all that it needs of Node.
  const node = { 'webhook.ts': ['node:crypto'] }
  await testStructure(t, { entry, from: import.meta.url, node })
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
