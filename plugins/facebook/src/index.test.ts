import t from 'tap'
import { scopesOf } from '@t21/plugin-kit'
import { sourcesIn, testStructure } from '@t21/plugin-kit/testing'
import { settings } from '../test/calls.ts'
import entry, { connector } from './index.ts'

const sources = sourcesIn(import.meta.url)

t.test('it is built as every connector is', async (t) => {
  t.equal(entry, connector)
  t.equal(entry.oauth.refresh, undefined, 'the tokens of Pages do not expire')
  await testStructure(t, { entry, from: import.meta.url })
})

t.test('every scope says what does not work without it', async (t) => {
  for (const { name, without } of scopesOf(entry.oauth, settings))
    t.match(without, /^[A-Z].*\.$/, name)
})

t.test('its addresses stand in one file, and are those of its hosts', async (t) => {
  for (const { name, code } of sources) t.notMatch(code, /['"`]https:\/\//, name)
  t.same(entry.hosts, [
    'https://graph.facebook.com',
    'https://rupload.facebook.com',
    'https://www.facebook.com',
  ])
})

t.test('the version has an end', async (t) => {
  const settings = { clientId: 'a', clientSecret: 'b', appSecretProof: false }
  t.same(entry.apiVersion?.({ ...settings, apiVersion: 'v25.0' }), {
    version: 'v25.0',
    endOfLife: '2028-07-29',
  })
})
