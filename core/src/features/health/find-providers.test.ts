import { test } from 'tap'
import { kitRange, loadFixtures, type Fixture } from '../../../../test/support/plugin-packages.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import { findProviders } from './find-providers.ts'

const secret = 'a-very-secret-key'
const config = {
  aiProvider: undefined,
  billingProvider: undefined,
  mailProvider: undefined,
  storageProvider: 'local',
}
const fixtures = {
  mind: provider('ai', 'mind'),
  till: provider('billing', 'till'),
  post: provider('mail', 'post'),
  shelf: provider('storage', 'shelf'),
  badge: provider('login', 'badge'),
  crest: provider('login', 'crest'),
  sandbox: sandbox(),
}

test('a provider is ready where it is configured, sandboxed where an emulation stands in, else missing', async (t) => {
  const variables = { MIND_KEY: secret, CREST_KEY: secret, SHELF_KEY: secret }
  const emulated = await loadFixtures(t, fixtures, variables)
  t.same(findProviders({ config, plugins: emulated, hasSandbox: true }), {
    ai: { state: 'ready', id: 'mind' },
    billing: { state: 'sandboxed', id: 'till' },
    mail: { state: 'sandboxed', id: null },
    storage: { state: 'ready', id: 'local' },
    logins: { badge: 'sandboxed', crest: 'ready' },
  })
  const alone = await loadFixtures(t, fixtures, { ...variables, T21_SANDBOX: 'off' })
  t.same(findProviders({ config, plugins: alone, hasSandbox: false }), {
    ai: { state: 'ready', id: 'mind' },
    billing: { state: 'missing', id: null },
    mail: { state: 'missing', id: null },
    storage: { state: 'ready', id: 'local' },
    logins: { badge: 'missing', crest: 'ready' },
  })
})

test('what is chosen by name is told: it is what the process opens', async (t) => {
  const plugins = await loadFixtures(t, fixtures, { MIND_KEY: secret, POST_KEY: secret })
  const found = (more: Partial<typeof config> | { mailProvider: string }) =>
    findProviders({ config: { ...config, ...more }, plugins, hasSandbox: true })
  t.match(found({}), { mail: { state: 'ready', id: 'post' } })
  t.match(found({ storageProvider: 'shelf' }), { storage: { state: 'sandboxed', id: 'shelf' } })
  t.throws(() => found({ storageProvider: 'cellar' }), { message: /^T21_STORAGE / })
  t.notMatch(JSON.stringify(found({})), new RegExp(secret))
})

test('nothing is opened or asked for it', async (t) => {
  const plugins = await loadFixtures(t, fixtures, { MIND_KEY: secret })
  const opened: string[] = []
  const watched: Pick<LoadedPlugins, 'providers' | 'records'> = {
    records: plugins.records,
    providers: (kind) =>
      plugins.providers(kind).map((ready) => ({
        ...ready,
        provider: {
          ...ready.provider,
          open() {
            opened.push(ready.provider.id)
            throw new Error('It was opened.')
          },
        },
      })),
  }
  findProviders({ config, plugins: watched, hasSandbox: true })
  t.same(opened, [])
})

function provider(kind: string, id: string): Fixture {
  const key = `${id.toUpperCase()}_KEY`
  return {
    json: {
      t21: { kind, id },
      peerDependencies: kitRange,
      exports: { '.': './index.mjs', './sandbox': './sandbox.mjs' },
    },
    files: {
      'index.mjs': `export default {
        kind: '${kind}', id: '${id}', displayName: '${id}', hosts: ['https://${id}.example'],
        settings: { type: 'object', required: ['key'], properties: { key: { type: 'string' } } },
        open() {},
      }`,
      'sandbox.mjs': `export default { network: '${id}', routes: [], credentials: { ${key}: 'emulated' } }`,
    },
  }
}

function sandbox(): Fixture {
  return {
    json: {
      t21: { kind: 'sandbox', id: 'sandbox' },
      peerDependencies: kitRange,
      exports: './index.mjs',
    },
    files: { 'index.mjs': 'export default {}' },
  }
}
