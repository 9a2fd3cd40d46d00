import { createHmac } from 'node:crypto'
import t from 'tap'
import { Value } from 'typebox/value'
import { Type } from 'typebox'
import { json, scriptedHttp } from '@t21/plugin-kit/testing'
import { settings } from '../test/meta.ts'
import { graphApiVersion, graphRequest, metaSettings } from './index.ts'

t.test('a token goes as a header; its proof goes along where the operator wants it', async (t) => {
  const request = { method: 'GET' as const, path: '42', token: 'tok' }
  const expected = {
    method: 'GET' as const,
    url: 'https://graph.facebook.com/v25.0/42',
    auth: { bearer: 'tok' },
  }
  const proof = createHmac('sha256', 's3cret').update('tok').digest('hex')
  const http = scriptedHttp(
    t,
    { request: expected, answer: json(200, {}) },
    { request: { ...expected, query: { appsecret_proof: proof } }, answer: json(200, {}) },
  )
  await graphRequest({ http, settings }, request)
  await graphRequest({ http, settings: { ...settings, appSecretProof: true } }, request)
})

t.test('versions before v21.0 are refused, and later ones have their end', async (t) => {
  const schema = Type.Object(metaSettings)
  const accepts = (apiVersion: string) => Value.Check(schema, { ...settings, apiVersion })
  for (const version of ['v21.0', 'v25.0', 'v26.0', 'v30.0']) t.ok(accepts(version), version)
  for (const version of ['v20.0', 'v9.0', '25.0', 'v25', 'latest'])
    t.notOk(accepts(version), version)
  t.match(metaSettings.apiVersion, { default: 'v25.0' })
  t.same(graphApiVersion(settings), { version: 'v25.0', endOfLife: '2028-07-29' })
  t.same(graphApiVersion({ apiVersion: 'v21.0' }), { version: 'v21.0', endOfLife: '2027-01-21' })
  for (const apiVersion of ['v26.0', 'v27.0']) {
    t.same(graphApiVersion({ apiVersion }), { version: apiVersion, endOfLife: null })
  }
})

t.test('every setting is documented', async (t) => {
  for (const [name, setting] of Object.entries(metaSettings)) {
    const { description } = setting as { description?: string }
    t.match(description, /^[A-Z].*\.$/, name)
  }
})
