import { mkdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import {
  kitRange,
  loadFixtures as load,
  loadFrom,
  makeRoot,
  writePackage,
  writeRoot,
  type Fixture,
} from '../../../test/support/plugin-packages.ts'
import type { LoadedPlugins } from './loader.ts'

test('a good connector is ready, with its settings from the environment', async (t) => {
  const plugins = await load(
    t,
    { 'plugin-good': connector('good') },
    {
      GOOD_CLIENT_ID: 'id',
      GOOD_MAX_PARTS: '7',
      GOOD_FAST: 'true',
      GOOD_REGIONS: 'eu, us',
      OTHER_CLIENT_ID: 'of somebody else',
    },
  )
  t.match(plugins.records, [
    { package: 'plugin-good', version: '1.2.3', kind: 'connector', id: 'good' },
  ])
  t.same(plugins.records[0]?.status, { state: 'ready' })
  t.equal(plugins.connectors.get('GOOD')?.displayName, 'The good')
  t.same(plugins.ready('GOOD')?.settings, {
    clientId: 'id',
    maxParts: 7,
    fast: true,
    regions: ['eu', 'us'],
  })
  t.equal(plugins.ready('BAD'), undefined)
})

test('a connector without its settings is known, and says which variables are missing', async (t) => {
  const plugins = await load(t, { 'plugin-good': connector('my-net') })
  t.same(plugins.records[0]?.status, { state: 'unconfigured', missing: ['MY_NET_CLIENT_ID'] })
  t.equal(plugins.ready('MY_NET'), undefined)
  t.ok(plugins.connectors.has('MY_NET'), 'it can still be listed')
})

test('a setting that does not fit is named without its value', async (t) => {
  const plugins = await load(
    t,
    { 'plugin-good': connector('good') },
    {
      GOOD_CLIENT_ID: 'id',
      GOOD_MAX_PARTS: 'secret-many',
    },
  )
  t.match(plugins.records[0]?.status, {
    state: 'failed',
    stage: 'settings',
    cause: 'GOOD_MAX_PARTS must be integer.',
  })
  t.notMatch(JSON.stringify(plugins.records), /secret/)
  t.equal(plugins.ready('GOOD'), undefined)
  t.ok(plugins.connectors.has('GOOD'), 'it can still be listed')
})

test('a plugin for another kit is not even imported', async (t) => {
  const mark = join(tmpdir(), `t21-imported-${process.pid}`)
  const code = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(mark)}, '')`
  for (const [range, cause] of [
    [{ '@t21/plugin-kit': '^99.0.0' }, /made for @t21\/plugin-kit \^99\.0\.0; this server has/],
    [{ '@t21/plugin-kit': 'yes' }, /peerDependencies/],
    [{}, /peerDependencies/],
  ] as const) {
    const plugins = await load(t, {
      'plugin-old': {
        json: { t21: { kind: 'connector', id: 'old' }, peerDependencies: range },
        files: { 'index.mjs': code },
      },
    })
    t.match(plugins.records[0]?.status, { state: 'failed', stage: 'compatibility', cause })
  }
  await t.rejects(rm(mark), { code: 'ENOENT' }, 'its code did not run')
})

test('a plugin that throws at import takes nobody with it, and its cause is kept', async (t) => {
  const plugins = await load(t, {
    'plugin-a-thrower': {
      ...connector('thrower'),
      files: { 'index.mjs': 'throw new Error("the disk is on fire")' },
    },
    'plugin-b-syntax': { ...connector('syntax'), files: { 'index.mjs': 'export default {' } },
    'plugin-c-absent': { ...connector('absent'), files: {} },
    'plugin-good': connector('good'),
  })
  t.match(
    plugins.records.map(({ id, status }) => ({ id, status })),
    [
      {
        id: 'thrower',
        status: { state: 'failed', stage: 'import', cause: /on fire/, error: { cause: Error } },
      },
      { id: 'syntax', status: { state: 'failed', stage: 'import' } },
      { id: 'absent', status: { state: 'failed', stage: 'import' } },
      { id: 'good', status: { state: 'unconfigured' } },
    ],
  )
})

test('a badly shaped plugin is told what is wrong with it', async (t) => {
  for (const [code, cause] of [
    ["export default { id: 'bad' }", /"platform" must be a string.*"commit" must be a function/],
    ['export const connector = {}', 'A connector must be an object.'],
    [connectorCode('other-id'), 'Its id is "other-id", but its package.json says "bad".'],
    [
      connectorCode('bad').replace('https://api.bad.example', 'api.bad.example'),
      '"api.bad.example" in "hosts" must be an origin: https://api.x.com.',
    ],
    [
      connectorCode('bad').replace("'BAD'", "'bad'"),
      '"platform" must be upper case, such as "TWITTER".',
    ],
  ] as const) {
    const plugins = await load(t, {
      'plugin-bad': { ...connector('bad'), files: { 'index.mjs': code } },
    })
    t.match(plugins.records[0]?.status, { state: 'failed', stage: 'shape', cause })
  }
})

test('of two plugins for one id or one platform the first stays', async (t) => {
  const plugins = await load(
    t,
    {
      'plugin-a': connector('net'),
      'plugin-b': connector('net'),
      'plugin-c': {
        ...connector('net-two'),
        files: { 'index.mjs': connectorCode('net-two').replace("'NET_TWO'", "'NET'") },
      },
    },
    { NET_CLIENT_ID: 'id' },
  )
  t.match(
    plugins.records.map(({ status }) => status),
    [
      { state: 'ready' },
      { state: 'failed', stage: 'shape', cause: 'The id "net" is taken by plugin-a.' },
      { state: 'failed', stage: 'shape', cause: 'The platform "NET" is taken by plugin-a.' },
    ],
  )
})

test('a wrong manifest is a fault; none at all is another kind of package', async (t) => {
  const wrong = (t21: unknown): Fixture => ({ ...connector('x'), json: { t21 } })
  const plugins = await load(t, {
    'left-pad': { json: { main: 'index.mjs' }, files: { 'index.mjs': 'throw new Error()' } },
    'plugin-a': wrong(true),
    'plugin-b': wrong({ kind: 'toaster', id: 'x' }),
    'plugin-c': wrong({ kind: 'connector', id: '../x' }),
    'plugin-d': wrong({ kind: 'connector', id: 'x', extra: 1 }),
  })
  t.equal(plugins.records.length, 4)
  for (const record of plugins.records) {
    t.match(record, { id: record.package, status: { state: 'failed', stage: 'manifest' } })
  }
})

test('a workspace package is found through its link, a scoped one by its name', async (t) => {
  const root = await makeRoot(t, { '@example/plugin-good': connector('good') })
  await mkdir(join(root, 'elsewhere'), { recursive: true })
  await writePackage(join(root, 'elsewhere'), 'linked', {
    ...connector('linked'),
    files: { 'index.ts': `const typed: string = 'x'\nvoid typed\n${connectorCode('linked')}` },
    json: { ...connector('linked').json, exports: { '.': './index.ts' } },
  })
  await symlink(join(root, 'elsewhere', 'linked'), join(root, 'node_modules', 'linked'))
  await writeRoot(root, ['@example/plugin-good', 'linked', 'not-installed'])
  const plugins = await loadFrom(root, { GOOD_CLIENT_ID: 'a', LINKED_CLIENT_ID: 'b' })
  t.match(plugins.records, [
    { package: '@example/plugin-good', status: { state: 'ready' } },
    { package: 'linked', status: { state: 'ready' } },
  ])
})

test('required plugins are fatal, with name, stage and cause', async (t) => {
  const fixtures = {
    'plugin-a': connector('unset'),
    'plugin-b': { ...connector('broken'), files: { 'index.mjs': 'throw new Error("on fire")' } },
  }
  const required = (ids: string): Promise<LoadedPlugins> =>
    load(t, fixtures, { T21_PLUGINS_REQUIRED: ids })
  await t.rejects(required('unset'), /"unset" is not configured: set UNSET_CLIENT_ID/)
  const failed = (await required('broken').catch((error: unknown) => error)) as Error
  t.match(failed.message, /"broken" failed \(stage "import"\): .*on fire/)
  t.match((failed.cause as Error).cause, { message: 'on fire' }, 'the cause is kept to its root')
  await t.rejects(required('nowhere'), /"nowhere", which is not among the installed plugins/)
  await t.resolves(load(t, fixtures))
})

test('without credentials the sandbox stands in, with the credentials of the emulation', async (t) => {
  const plugins = await load(t, emulated(), { CONFIGURED_CLIENT_ID: 'real' })
  t.same(plugins.ready('NET')?.settings, { clientId: 'sandbox-net', maxParts: 5 })
  t.same(plugins.ready('CONFIGURED')?.settings['clientId'], 'real')
  t.match(plugins.records, [
    { id: 'configured', status: { state: 'ready' } },
    { id: 'net', status: { state: 'ready', sandboxed: true } },
    { id: 'plain', status: { state: 'unconfigured', missing: ['PLAIN_CLIENT_ID'] } },
    { id: 'sandbox', status: { state: 'ready' } },
  ])
  t.same(plugins.sandboxedHosts, ['https://api.net.example'], 'the configured one stays outside')
  t.same(
    plugins.emulators.map(({ network }) => network),
    ['configured', 'net'],
  )
  t.same(await plugins.sandboxHost(), { id: 'sandbox' })
})

test('the sandbox is not needed where everything is configured, and never where it is off', async (t) => {
  const imported = 'globalThis.t21Imported = true'
  const all = { CONFIGURED_CLIENT_ID: 'a', NET_CLIENT_ID: 'b', PLAIN_CLIENT_ID: 'c' }
  t.same((await load(t, withFiles({ 'sandbox.mjs': imported }), all)).emulators, [])
  t.notOk('t21Imported' in globalThis, 'it was not even loaded')
  t.equal((await load(t, emulated(), { ...all, T21_SANDBOX: 'on' })).emulators.length, 2)
  for (const variables of [{ T21_SANDBOX: 'off' }, production()]) {
    const plugins = await load(t, emulated(), variables)
    t.equal(plugins.ready('NET'), undefined)
    t.same(plugins.emulators, [])
    t.equal(await plugins.sandboxHost(), undefined)
  }
  const asked = await load(t, emulated(), { ...production(), T21_SANDBOX: 'on' })
  t.ok(asked.ready('NET'), 'in production by name only')
})

test('half a configuration is not filled up with the sandbox’s half', async (t) => {
  const plugins = await load(t, emulated(), { NET_CLIENT_SECRET: 'half' })
  t.match(plugins.records[1]?.status, { state: 'unconfigured', missing: ['NET_CLIENT_ID'] })
})

test('a broken emulation leaves its connector without one', async (t) => {
  const plugins = await load(t, withFiles({ 'sandbox.mjs': 'throw 1' }))
  t.match(plugins.records[1]?.status, { state: 'unconfigured' })
  t.same(
    plugins.emulators.map(({ network }) => network),
    ['configured'],
  )
})

test('a process that starts no sandbox takes the credentials, and loads no emulation', async (t) => {
  const broken = withFiles({
    'sandbox.mjs': 'throw 1',
    'credentials.mjs': "export default { NET_CLIENT_ID: 'sandbox-net' }",
  })
  for (const [startsSandbox, variables] of [
    [false, {}],
    [true, { T21_SANDBOX_URL: 'http://127.0.0.1:4300' }],
  ] as const) {
    const plugins = await load(t, broken, variables, startsSandbox)
    t.match(plugins.records[1]?.status, { state: 'ready', sandboxed: true })
    t.equal(plugins.ready('NET')?.settings['clientId'], 'sandbox-net')
    t.same(plugins.emulators, [])
  }
  const apart = await load(t, broken)
  t.match(apart.records[1]?.status, { state: 'unconfigured' }, 'who starts it needs all of it')
  const whole = await load(t, emulated(), {}, false)
  t.match(whole.records[1]?.status, { sandboxed: true }, 'without such a file it is asked itself')
})

test('credentials beside an emulation are its own, or it cannot be used', async (t) => {
  for (const code of ["export default { NET_CLIENT_ID: 'of another' }", 'export default 1']) {
    const plugins = await load(t, withFiles({ 'credentials.mjs': code }))
    t.match(plugins.records[1]?.status, { state: 'unconfigured' })
  }
})

function connector(id: string): Required<Fixture> {
  return {
    json: {
      t21: { kind: 'connector', id },
      peerDependencies: kitRange,
      exports: { '.': { types: './no.d.ts', import: './index.mjs' } },
    },
    files: { 'index.mjs': connectorCode(id) },
  }
}

function connectorCode(id: string): string {
  return `export default {
    id: '${id}', platform: '${id.toUpperCase().replaceAll('-', '_')}', displayName: 'The ${id}',
    hosts: ['https://api.${id}.example'],
    settings: { type: 'object', required: ['clientId'], properties: {
      clientId: { type: 'string' }, clientSecret: { type: 'string' }, fast: { type: 'boolean' },
      maxParts: { type: 'integer', default: 5 }, regions: { type: 'array', items: { type: 'string' } },
    } },
    capabilities: { formats: ["text"], text: {}, media: {}, options: {}, readBack: {}, remove: false, metrics: false },
    oauth: { scopes: [], authorizeUrl() {}, exchange() {} },
    accounts() {}, validate() {}, prepare() {}, commit() {}, find() {},
  }`
}

function emulated(): Record<string, Fixture> {
  const withEmulation = (id: string): Fixture => {
    const { json, files } = connector(id)
    return {
      json: { ...json, exports: { '.': './index.mjs', './sandbox': './sandbox.mjs' } },
      files: {
        ...files,
        'sandbox.mjs': `export default { network: '${id}', routes: [], credentials: {
          ${id.toUpperCase()}_CLIENT_ID: 'sandbox-${id}' ${id === 'net' ? ", NET_CLIENT_SECRET: ''" : ''} } }`,
      },
    }
  }
  return {
    configured: withEmulation('configured'),
    net: withEmulation('net'),
    plain: connector('plain'),
    sandbox: {
      json: {
        t21: { kind: 'sandbox', id: 'sandbox' },
        peerDependencies: kitRange,
        main: 'index.mjs',
      },
      files: { 'index.mjs': "export default { id: 'sandbox' }" },
    },
  }
}

/** The same with other files in `net`; `credentials.mjs` is exported where it is one of them. */
function withFiles(files: Readonly<Record<string, string>>): Record<string, Fixture> {
  const { net, ...others } = emulated()
  const exports = {
    '.': './index.mjs',
    './sandbox': './sandbox.mjs',
    ...('credentials.mjs' in files && { './sandbox/credentials': './credentials.mjs' }),
  }
  const changed = { json: { ...net?.json, exports }, files: { ...net?.files, ...files } }
  return { ...others, net: changed }
}

function production(): Record<string, string> {
  const secret = 'production-secret-of-at-least-32-characters'
  return {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://localhost/t21',
    JWT_SECRET: secret,
    PASSWORD_PEPPER: secret,
    URL_SECRET: secret,
    ENCRYPTION_KEYS: `a:${'5'.repeat(64)}`,
  }
}
