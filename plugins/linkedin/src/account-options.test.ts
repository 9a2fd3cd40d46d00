import t from 'tap'
import { Value } from 'typebox/value'
import { failures } from '@t21/plugin-kit'
import { json, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import { asks, exchange, memberCall, pageCall, problem, selfServeCall } from '../test/calls.ts'
import { connector } from './index.ts'
import { options } from './options.ts'

const looksFor = (name: string) =>
  asks('GET', `/organizations?q=vanityName&vanityName=${name}`, { restliMethod: 'FINDER' })
const acme = json(200, { elements: [{ id: 7, localizedName: 'Acme', vanityName: 'acme' }] })

/** A schema as a client of the API sees it. */
async function schemaOf(
  ...[call, input]: Parameters<NonNullable<typeof connector.accountOptions>>
) {
  const schema = await connector.accountOptions?.(call, input)
  return JSON.parse(JSON.stringify(schema)) as {
    properties: Record<string, { oneOf?: unknown; items?: unknown; properties?: unknown }>
  }
}

t.test('the choices have titles, and a page has no connections', async (t) => {
  const ofPage = await schemaOf(pageCall(scriptedHttp(t)), {})
  t.same(ofPage.properties['visibility']?.oneOf, [
    { const: 'PUBLIC', title: 'Everyone' },
    { const: 'LOGGED_IN', title: 'Everyone who is logged in to LinkedIn' },
  ])
  t.match(ofPage.properties['poll']?.properties, {
    duration: { oneOf: [{ const: 'ONE_DAY', title: '1 day' }, {}, {}, { title: '14 days' }] },
  })
  const ofMember = await schemaOf(selfServeCall(scriptedHttp(t)), {})
  t.match(ofMember.properties['visibility']?.oneOf, [{}, { const: 'CONNECTIONS' }, {}])
})

t.test('what the live options allow, the static ones allow too', async (t) => {
  const schema = await connector.accountOptions?.(pageCall(scriptedHttp(t)), {})
  const live = await schemaOf(pageCall(scriptedHttp(t)), {})
  t.same(Object.keys(live.properties), Object.keys(options.properties))
  const good = { visibility: 'LOGGED_IN', title: 'Report' }
  t.ok(schema && Value.Check(schema, good))
  t.ok(Value.Check(connector.capabilities.options, good))
  t.notOk(schema && Value.Check(schema, { visibility: 'CONNECTIONS' }))
  t.notOk(schema && Value.Check(schema, { colour: 'red' }))
})

t.test('a page is found by its name in addresses, and becomes a mention', async (t) => {
  const searches = [
    ['acme', 'acme'],
    [' Acme ', 'acme'],
    ['Acme Corp', 'acme-corp'],
    ['https://www.linkedin.com/company/acme/about/', 'acme'],
    ['a&b', 'a%26b'],
  ] as const
  for (const [search, name] of searches) {
    const http = scriptedHttp(t, exchange(looksFor(name), acme))
    const schema = await schemaOf(memberCall(http), { search })
    t.same(schema.properties['mentions']?.items, {
      type: 'string',
      oneOf: [{ const: '@[Acme](urn:li:organization:7)', title: 'Acme' }],
    })
  }
})

t.test(
  'what is not found, may not be looked for or cannot be written leaves the options as they are',
  async (t) => {
    const plain = (await schemaOf(pageCall(scriptedHttp(t)), { search: ' ' })).properties[
      'mentions'
    ]
    t.match(plain?.items, { pattern: /urn:li/ })
    t.same(
      (await schemaOf(selfServeCall(scriptedHttp(t)), { search: 'acme' })).properties['mentions'],
      plain,
    )
    for (const answer of [
      json(200, { elements: [] }),
      json(200, { elements: [{ id: 7, localizedName: 'A [B]' }, { id: 8 }, null] }),
      raw(200, '<html>'),
      problem(404, 'Not found'),
      failures.transient({ message: 'No answer.' }),
    ]) {
      const http = scriptedHttp(t, exchange(looksFor('acme'), answer))
      const schema = await schemaOf(pageCall(http), { search: 'acme' })
      t.same(schema.properties['mentions'], plain)
    }
  },
)
