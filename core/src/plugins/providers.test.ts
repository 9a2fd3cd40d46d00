import { test } from 'tap'
import { kitRange, loadFixtures, type Fixture } from '../../../test/support/plugin-packages.ts'
import { chosenProvider } from './chosen-provider.ts'

const host = { POST_HOST: 'mail.example' }

test('a provider is ready with its settings, found by its kind, and no platform', async (t) => {
  const plugins = await loadFixtures(t, { post: mail('post') }, host)
  t.match(plugins.records, [{ kind: 'mail', id: 'post', status: { state: 'ready' } }])
  const [ready] = plugins.providers('mail')
  t.same(ready?.settings, { host: 'mail.example', port: 25 })
  t.equal(ready?.provider.displayName, 'The post')
  t.equal(plugins.connectors.size, 0)
})

test('without its settings it is unconfigured, and with wrong ones it failed', async (t) => {
  const without = await loadFixtures(t, { post: mail('post') })
  t.same(without.records[0]?.status, { state: 'unconfigured', missing: ['POST_HOST'] })
  t.same(without.providers('mail'), [])
  t.same(Object.keys(without.schemas.get('post')?.properties ?? {}), ['host', 'port'])
  const wrong = await loadFixtures(t, { post: mail('post') }, { ...host, POST_PORT: 'secret' })
  t.match(wrong.records[0]?.status, {
    state: 'failed',
    stage: 'settings',
    cause: 'POST_PORT must be integer.',
  })
  t.same(wrong.providers('mail'), [])
})

test('a provider of the wrong shape says what is wrong, and keeps no other from working', async (t) => {
  for (const [code, cause] of [
    ['export default 1', 'A provider must be an object.'],
    ['export default {}', '"kind" must be one of ai, billing, login, mail, storage.'],
    [codeOf('post').replace('open() {}', 'open: 1'), '"open" must be a function.'],
    [codeOf('post').replace("id: 'post'", "id: 'other'"), 'Its id is "other"'],
    [codeOf('post').replace(/settings: .*/, ''), '"settings" must be an object schema'],
  ] as const) {
    const bad: Fixture = { ...mail('post'), files: { 'index.mjs': code } }
    const plugins = await loadFixtures(
      t,
      { bad, good: mail('good') },
      { ...host, GOOD_HOST: 'good.example' },
    )
    const [failed, ready] = plugins.records.map(({ status }) => status)
    t.match(failed, { state: 'failed', stage: 'shape' }, cause)
    t.ok(failed?.state === 'failed' && failed.cause.includes(cause), cause)
    t.same(ready, { state: 'ready' })
    t.equal(plugins.providers('mail').length, 1)
  }
})

test('the only one that is ready is taken; of several, the one that is asked for by name', async (t) => {
  const variable = 'T21_MAIL'
  const none = (await loadFixtures(t, { post: mail('post') })).providers('mail')
  t.equal(chosenProvider(none, { variable, wanted: undefined }), undefined)
  t.throws(() => chosenProvider(none, { variable, wanted: 'post' }), {
    message: 'T21_MAIL is "post", which is not installed and configured; none is.',
  })
  const both = (
    await loadFixtures(
      t,
      { post: mail('post'), dove: mail('dove') },
      { ...host, DOVE_HOST: 'dove.example' },
    )
  ).providers('mail')
  t.equal(chosenProvider(both.slice(1), { variable, wanted: undefined }), both[1])
  t.equal(chosenProvider(both, { variable, wanted: 'dove' })?.provider.id, 'dove')
  t.throws(() => chosenProvider(both, { variable, wanted: undefined }), {
    message: 'T21_MAIL has to say which is used: dove, post.',
  })
  t.throws(() => chosenProvider(both, { variable, wanted: 'smoke' }), {
    message: 'T21_MAIL is "smoke", which is not installed and configured; there is: dove, post.',
  })
})

test('without settings the sandbox stands in for a provider that brings an emulation', async (t) => {
  const emulated = {
    ...mail('post'),
    json: {
      ...mail('post').json,
      exports: { '.': './index.mjs', './sandbox': './sandbox.mjs' },
    },
    files: {
      'index.mjs': codeOf('post', "hosts: ['https://api.post.example'],"),
      'sandbox.mjs': `export default { network: 'post', routes: [], credentials: { POST_HOST: 'sandbox' } }`,
    },
  }
  const sandbox: Fixture = {
    json: {
      t21: { kind: 'sandbox', id: 'sandbox' },
      peerDependencies: kitRange,
      exports: './index.mjs',
    },
    files: { 'index.mjs': 'export default {}' },
  }
  const fixtures = { post: emulated, dove: mail('dove'), sandbox }
  const borrowed = await loadFixtures(t, fixtures)
  t.match(borrowed.records[1]?.status, { state: 'ready', sandboxed: true })
  t.match(borrowed.providers('mail'), [{ sandboxed: true, settings: { host: 'sandbox' } }])
  t.same(borrowed.sandboxedHosts, ['https://api.post.example'])
  t.match(borrowed.emulators, [{ network: 'post' }])

  const both = await loadFixtures(t, fixtures, { DOVE_HOST: 'dove.example' })
  const chosen = (wanted?: string) =>
    chosenProvider(both.providers('mail'), { variable: 'T21_MAIL', wanted })?.provider.id
  t.equal(chosen(), 'dove', 'what is configured comes before what stands in')
  t.equal(chosen('post'), 'post')

  const own = await loadFixtures(t, { post: emulated, sandbox }, host)
  t.match(own.providers('mail'), [{ sandboxed: false }])
  t.match(own.sandboxedHosts, { length: 0 })
})

function mail(id: string): Fixture {
  return {
    json: { t21: { kind: 'mail', id }, peerDependencies: kitRange, exports: './index.mjs' },
    files: { 'index.mjs': codeOf(id) },
  }
}

function codeOf(id: string, more = ''): string {
  return `export default {
    kind: 'mail', id: '${id}', displayName: 'The ${id}', open() {}, ${more}
    settings: { type: 'object', required: ['host'], properties: { host: { type: 'string' }, port: { type: 'integer', default: 25 } } },
  }`
}
