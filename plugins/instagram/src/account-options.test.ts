import { labHttp } from '@t21/meta-graph/sandbox/testing'
import t from 'tap'
import { facebookApp } from '../sandbox/oauth/apps.ts'
import { createLab } from '../sandbox/support/lab.ts'
import { servePicture } from '../sandbox/support/files.ts'
import { call, failureOf, graphError, json, scriptedHttp, settings } from '../test/calls.ts'
import { connector } from './index.ts'
import { options } from './options.ts'

const request = {
  method: 'GET' as const,
  url: 'https://graph.facebook.com/v25.0/pages/search',
  query: { q: 'Berlin', fields: 'id,name,location' },
  auth: { bearer: 'fb-app|fb-secret' },
}

t.test('the options are those of the account’s login', async (t) => {
  const names = async (login: 'instagram' | 'facebook') => {
    const schema = await connector.accountOptions?.(call(scriptedHttp(t), { login }), {})
    return Object.keys((schema as { properties: object }).properties)
  }
  t.notOk((await names('instagram')).includes('paidPartnership'))
  t.ok((await names('instagram')).includes('collaborators'))
  t.ok((await names('facebook')).includes('paidPartnership'))
})

t.test('by Facebook Login the places that are on the map are the choices', async (t) => {
  const onMap = { latitude: 52.5, longitude: 13.4 }
  const data = [
    { id: '1', name: 'Café', location: { street: 'Ring 1', city: 'Berlin', ...onMap } },
    { id: '2', name: 'Club', location: { city: 'Berlin' } },
    { id: '3', name: 'A band' },
  ]
  const http = scriptedHttp(t, { request, answer: json(200, { data }) })
  const asking = call(http, { login: 'facebook' })
  const schema = await connector.accountOptions?.(asking, { search: ' Berlin ' })
  t.match(schema, {
    additionalProperties: false,
    properties: {
      paidPartnership: {},
      locationId: { type: 'string', oneOf: [{ const: '1', title: 'Café, Ring 1, Berlin' }] },
    },
  })
  t.equal(
    (schema as { properties: { locationId: { oneOf: unknown[] } } }).properties.locationId.oneOf
      .length,
    1,
  )
  t.notOk(JSON.stringify(options).includes('oneOf'), 'the options of all stay as they are')
})

t.test('without a search, and by Instagram Login at all, nothing is asked', async (t) => {
  for (const search of [undefined, '', ' ']) {
    const asking = call(scriptedHttp(t), { login: 'facebook' })
    t.equal(await connector.accountOptions?.(asking, { search }), options)
  }
  const schema = await connector.accountOptions?.(call(scriptedHttp(t)), { search: 'Berlin' })
  t.notOk(JSON.stringify(schema).includes('oneOf'))
})

t.test('an app that may not search, or is refused itself, is the operator’s matter', async (t) => {
  for (const [answer, kind] of [
    [graphError(10), 'permission'],
    [graphError(190), 'app_config'],
  ] as const) {
    const asking = call(scriptedHttp(t, { request, answer }), { login: 'facebook' })
    const asked = Promise.resolve(connector.accountOptions?.(asking, { search: 'Berlin' }))
    t.match(await failureOf(asked), { kind, details: { remedy: /operator/ } })
  }
})

t.test('Instagram takes the places that are offered, and no Page without a point', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const app = { facebookClientId: facebookApp.id, facebookClientSecret: facebookApp.secret }
  const asking = call(labHttp(lab), {
    accessToken: who.token,
    login: 'facebook',
    settings: { ...settings, ...app },
  })
  const schema = await connector.accountOptions?.(asking, { search: 'berlin' })
  const { properties } = schema as {
    properties: { locationId: { oneOf: { const: string; title: string }[] } }
  }
  const offered = properties.locationId.oneOf
  t.same(
    offered.map(({ title }) => title),
    ['Berlin, Germany, Berlin, Germany'],
  )
  const image_url = servePicture(lab)
  const place = async (location_id: string) =>
    await lab.post(who, `${who.id}/media`, { image_url, location_id })
  t.equal((await place(offered[0]?.const ?? '')).status, 200)
  const found = await lab.call('GET', `${who.base}/pages/search?q=chess`, { token: who.token })
  const { data } = found.json as { data: { id: string }[] }
  t.match((await place(data[0]?.id ?? '')).json, {
    error: { code: 'INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID' },
  })
})
