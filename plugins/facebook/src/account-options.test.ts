import t from 'tap'
import { call, failureOf, graphError, json, scriptedHttp } from '../test/calls.ts'
import { connector } from './index.ts'
import { options } from './options.ts'

const request = {
  method: 'GET' as const,
  url: 'https://graph.facebook.com/v25.0/pages/search',
  query: { q: 'Berlin', fields: 'id,name,location' },
  auth: { bearer: 'app|s3cret' },
}

t.test('without a search the options are those of every Page, without a request', async (t) => {
  for (const search of [undefined, '', ' ']) {
    t.equal(await connector.accountOptions?.(call(scriptedHttp(t)), { search }), options)
  }
})

t.test('places that are found are the choices; Pages without an address are none', async (t) => {
  const data = [
    { id: '1', name: 'Café', location: { street: 'Ring 1', city: 'Berlin', country: 'Germany' } },
    { id: '2', name: 'Park', location: {} },
    { id: '3', name: 'A band' },
    { id: 'four', name: 'Odd', location: {} },
  ]
  const http = scriptedHttp(t, { request, answer: json(200, { data }) })
  const schema = await connector.accountOptions?.(call(http), { search: ' Berlin ' })
  t.match(schema, {
    type: 'object',
    additionalProperties: false,
    properties: {
      format: {},
      placeId: {
        type: 'string',
        oneOf: [
          { const: '1', title: 'Café, Ring 1, Berlin, Germany' },
          { const: '2', title: 'Park' },
        ],
      },
    },
  })
  t.notOk(schema && 'required' in schema, 'a place stays optional')
  t.notOk(JSON.stringify(options).includes('oneOf'), 'the options of all stay as they are')
})

t.test('an app that may not search is told so', async (t) => {
  const http = scriptedHttp(t, { request, answer: graphError(10) })
  const failure = await failureOf(
    Promise.resolve(connector.accountOptions?.(call(http), { search: 'Berlin' })),
  )
  t.match(failure, { kind: 'permission', details: { remedy: /Page Public Metadata Access/ } })
})

t.test(
  'an app whose own token is refused is the operator’s matter, not the account’s',
  async (t) => {
    const http = scriptedHttp(t, { request, answer: graphError(190) })
    const failure = await failureOf(
      Promise.resolve(connector.accountOptions?.(call(http), { search: 'Berlin' })),
    )
    t.match(failure, { kind: 'app_config', details: { networkCode: /^190/, remedy: /operator/ } })
  },
)
