import { test } from 'tap'
import { Type } from 'typebox'
import { apiVersionProblems, connectorProblems, scopeProblems } from './connector.problems.ts'
import { defineConnector, type Connector } from './connector.ts'
import { scopesOf } from './oauth.ts'

const settings = Type.Object({ clientId: Type.String() })

test('a connector that is whole is frozen and has no problems', async (t) => {
  const connector = defineConnector(whole())
  t.ok(Object.isFrozen(connector))
  t.ok(Object.isFrozen(connector.capabilities.readBack))
  t.throws(() => Object.assign(connector.capabilities.text, { maxLength: 9_999 }), TypeError)
  t.throws(() => Object.assign(connector.oauth, { refresh: () => 'mine' }), TypeError)
  t.same(connectorProblems(connector), [])
})

test('every member that is missing or wrong is named, also inside of oauth and the capabilities', async (t) => {
  for (const [change, problem] of [
    [{ id: 'My Net' }, '"id" must be lower case letters, digits and hyphens, such as "my-net".'],
    [{ platform: 'my-net' }, '"platform" must be upper case, such as "TWITTER".'],
    [{ displayName: 7 }, '"displayName" must be a string.'],
    [{ hosts: [] }, '"hosts" must list at least one origin, such as "https://api.x.com".'],
    [
      { hosts: ['https://net.example/'] },
      '"https://net.example/" in "hosts" must be an origin: https://api.x.com.',
    ],
    [{ settings: undefined }, '"settings" must be an object.'],
    [{ oauth: null }, '"oauth" must be an object.'],
    [{ oauth: { ...whole().oauth, scopes: undefined } }, '"oauth.scopes" must be a list.'],
    [
      { oauth: { ...whole().oauth, scopes: [{ name: 'write', required: 'yes', without: 'No.' }] } },
      '{"name":"write","required":"yes","without":"No."} in "oauth.scopes" must have "name", "required" and "without".',
    ],
    [{ oauth: { ...whole().oauth, exchange: null } }, '"oauth.exchange" must be a function.'],
    [{ oauth: { ...whole().oauth, refresh: 'no' } }, '"oauth.refresh" must be a function.'],
    [
      { capabilities: { ...whole().capabilities, options: undefined } },
      '"capabilities.options" must be an object.',
    ],
    [
      { capabilities: { ...whole().capabilities, readBack: undefined } },
      '"capabilities.readBack" must be an object.',
    ],
    [{ confirm: true }, '"confirm" must be a function.'],
    [{ commit: undefined }, '"commit" must be a function.'],
    [{ remove: async () => undefined }, /"capabilities.remove" must be set exactly when/],
    [{ cancel: async () => ({ state: 'requested' }) }, /"cancel" needs "confirm"/],
    [
      { webhook: { verify: () => true, parse: () => [], subscribe: async () => undefined } },
      /"webhook.subscribe" needs "account"/,
    ],
  ] as const) {
    t.match(connectorProblems({ ...whole(), ...change }), [problem], JSON.stringify(change))
  }
  t.same(connectorProblems(null), ['A connector must be an object.'])
})

test('an author hears of all problems at once', async (t) => {
  const broken = { ...whole(), displayName: undefined, find: undefined }
  t.throws(() => defineConnector(broken as never), {
    name: 'TypeError',
    message: '"displayName" must be a string. "find" must be a function.',
  })
})

test('scopes may depend on the settings', async (t) => {
  const scope = (name: string) => ({ name, required: true, without: 'Nothing works.' })
  const { oauth } = defineConnector({
    ...whole(),
    oauth: { ...whole().oauth, scopes: ({ clientId }) => [scope(clientId)] },
  })
  t.same(scopesOf(oauth, { clientId: 'write' }), [scope('write')])
  t.same(scopesOf({ scopes: [scope('read')] }, { clientId: 'write' }), [scope('read')])
  t.same(scopeProblems(undefined), ['"oauth.scopes" must be a list.'])
})

test('a version ends on a day, or nobody has said when', async (t) => {
  for (const endOfLife of ['2028-07-29', null]) {
    t.same(apiVersionProblems({ version: 'v25.0', endOfLife }), [])
  }
  const notADay = ['"apiVersion.endOfLife" must be a day such as "2028-07-29", or null.']
  for (const endOfLife of ['2028-02-30', '2028-7-29', 'soon', '', undefined, 7]) {
    t.same(apiVersionProblems({ version: 'v25.0', endOfLife }), notADay, String(endOfLife))
  }
  t.match(apiVersionProblems({ endOfLife: null }), [/"apiVersion.version" must be a string/])
  t.same(apiVersionProblems('v25.0'), ['"apiVersion" must return an object.'])
})

/** The smallest connector that the kit accepts. */
function whole(): Connector<typeof settings> {
  return {
    id: 'net',
    platform: 'NET',
    displayName: 'Net',
    hosts: ['https://net.example'],
    settings,
    capabilities: {
      formats: ['text'],
      text: { maxLength: 280, unit: 'characters' },
      media: { mixed: false, required: false },
      firstComment: false,
      options: Type.Object({}),
      remove: false,
      metrics: false,
      readBack: { by: 'none', quietSeconds: 0, visibilityLagSeconds: 0, retryWhenAbsent: false },
    },
    oauth: {
      scopes: [],
      authorizeUrl: () => 'https://net.example/authorize',
      exchange: async () => ({ accessToken: 'token', scopes: [] }),
    },
    accounts: async () => [],
    validate: () => ({ issues: [], counted: [] }),
    prepare: async () => ({ state: 'ready', checkpoint: {} }),
    commit: async () => ({ state: 'published', remoteId: '1' }),
    find: async () => ({ state: 'absent' }),
  }
}
