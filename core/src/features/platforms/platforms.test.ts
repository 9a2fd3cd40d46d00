import { test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { fakeOAuthConnector } from '../../../../test/support/fake-oauth.ts'
import { readyConnector, type PluginRecord } from '../../plugins/registry.ts'

function record(id: string, status: PluginRecord['status'], kind = 'connector'): PluginRecord {
  return { package: `@example/${id}`, version: '1.0.0', kind, id, status }
}

test('everybody sees every connector: its limits where it is known, what is missing where it is not', async (t) => {
  const connector = fakeOAuthConnector()
  const { app } = await testApp(t, {
    plugins: {
      records: [
        record('fake', { state: 'unconfigured', missing: ['FAKE_CLIENT_ID'] }),
        record('broken', {
          state: 'failed',
          stage: 'import',
          cause: 'secret words of the error',
          error: new Error('secret words of the error'),
        }),
        record('sandbox', { state: 'ready' }, 'sandbox'),
      ],
      connectors: new Map([['FAKE', connector]]),
      ready: () => undefined,
    },
  })

  const answer = await app.inject({ url: '/v1/platforms' })

  t.equal(answer.statusCode, 200)
  const { data } = answer.json()
  t.equal(data.length, 2, 'connectors only')
  t.match(data[0], {
    platform: 'FAKE',
    plugin: 'fake',
    displayName: 'Fake',
    status: 'unconfigured',
    sandbox: false,
    missing: ['FAKE_CLIENT_ID'],
    failedStage: null,
    capabilities: {
      text: { maxLength: 280, unit: 'characters' },
      media: { image: null, gif: null, video: null, mixed: false, required: false },
      thread: null,
      options: { type: 'object', properties: {}, additionalProperties: false },
    },
  })
  t.same(data[1], {
    platform: null,
    plugin: 'broken',
    displayName: 'broken',
    status: 'failed',
    sandbox: false,
    missing: [],
    failedStage: 'import',
    apiVersion: null,
    capabilities: null,
  })
  t.notMatch(answer.body, /secret/)
})

test('a connector on the sandbox says so, and shows what kinds of media it takes', async (t) => {
  const connector = fakeOAuthConnector()
  const { capabilities } = connector
  const withVideo = {
    ...connector,
    capabilities: {
      ...capabilities,
      thread: { maxParts: 25 },
      media: {
        ...capabilities.media,
        video: { max: 1, maxBytes: 5_000, mimeTypes: ['video/mp4'], maxDurationMs: 140_000 },
      },
    },
  }
  const { app } = await testApp(t, {
    plugins: {
      records: [record('fake', { state: 'ready', sandboxed: true })],
      connectors: new Map([['FAKE', withVideo]]),
      ready: () => undefined,
    },
  })
  const { data } = (await app.inject({ url: '/v1/platforms' })).json()
  t.match(data[0], { status: 'ready', sandbox: true, missing: { length: 0 } })
  t.same(data[0].capabilities.thread, { maxParts: 25 })
  t.same(data[0].capabilities.media.video, {
    max: 1,
    maxBytes: 5_000,
    mimeTypes: ['video/mp4'],
    minDurationMs: null,
    maxDurationMs: 140_000,
  })
})

test('a connector that is ready says which version of the API it speaks, and when that ends', async (t) => {
  const connector = fakeOAuthConnector({
    apiVersion: () => ({ version: 'v25.0', endOfLife: '2028-07-29' }),
  })
  const ready = readyConnector(connector, { clientId: 'fake' })
  const plugins = {
    records: [record('fake', { state: 'ready' })],
    connectors: new Map([['FAKE', connector]]),
  }
  const { app } = await testApp(t, { plugins: { ...plugins, ready: () => ready } })
  const answer = await app.inject({ url: '/v1/platforms' })
  t.same(answer.json().data[0].apiVersion, { version: 'v25.0', endOfLife: '2028-07-29' })

  const unconfigured = await testApp(t, { plugins: { ...plugins, ready: () => undefined } })
  const [without] = (await unconfigured.app.inject({ url: '/v1/platforms' })).json().data
  t.equal(without.apiVersion, null, 'the version depends on settings that are not there')
})
