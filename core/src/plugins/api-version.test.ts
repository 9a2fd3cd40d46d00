import { test } from 'tap'
import { fakeOAuthConnector } from '../../../test/support/fake-oauth.ts'
import { versionFindings } from '../cli/doctor.versions.ts'
import { endingVersions } from './api-version.ts'
import { readyConnector, type PluginRegistry } from './registry.ts'

test('people are told from 60 days before the end of a version on, and doctor is red after it', (t) => {
  const plugins = speaking({ version: 'v7', endOfLife: '2027-03-01' })
  const on = (moment: string) => {
    const now = new Date(moment)
    return [endingVersions(plugins, now)[0]?.state, versionFindings(plugins, now)[0]?.ok]
  }
  t.same(on('2026-12-30T23:59:59Z'), [undefined, undefined])
  t.same(on('2026-12-31T00:00:00Z'), ['ending', true])
  t.same(on('2027-03-01T23:59:59Z'), ['ending', true])
  t.same(on('2027-03-02T00:00:00Z'), ['ended', false])
  t.match(versionFindings(plugins, new Date('2027-02-28T12:00:00Z')), [
    {
      what: "plugin fake: Version v7 of Fake's API ends on 2027-03-01, in 1 day.",
      remedy: /Update the plugin "fake"/,
    },
  ])
  t.end()
})

test('nothing is said where no end is known, nothing is versioned, or nothing is ready', (t) => {
  const now = new Date('2030-01-01T00:00:00Z')
  t.same(endingVersions(speaking({ version: 'v7', endOfLife: null }), now), [])
  t.same(endingVersions(speaking(undefined), now), [])
  const ended = speaking({ version: 'v7', endOfLife: '2027-03-01' })
  t.same(endingVersions({ ...ended, ready: () => undefined }, now), [])
  t.end()
})

test('hosts, scopes and version are those of the settings; what is none of these is refused', (t) => {
  const scope = (name: string) => ({ name, required: true, without: 'Nothing works.' })
  const { oauth } = fakeOAuthConnector()
  const connector = fakeOAuthConnector({
    hosts: ({ clientId }) => [`https://${clientId}.example`],
    oauth: { ...oauth, scopes: ({ clientId }) => [scope(clientId)] },
  })
  const settled = readyConnector(connector, { clientId: 'mine' }).connector
  t.same([settled.hosts, settled.oauth.scopes], [['https://mine.example'], [scope('mine')]])

  const odd = fakeOAuthConnector({ oauth: { ...oauth, scopes: () => [{} as never] } })
  t.throws(() => readyConnector(odd, { clientId: 'mine' }), /"oauth.scopes" must have "name"/)
  const version = fakeOAuthConnector({ apiVersion: () => ({ version: 'v1', endOfLife: 'soon' }) })
  t.throws(() => readyConnector(version, { clientId: 'mine' }), /endOfLife" must be a day/)
  t.end()
})

function speaking(
  version: { version: string; endOfLife: string | null } | undefined,
): PluginRegistry {
  const connector = fakeOAuthConnector(version && { apiVersion: () => version })
  const ready = readyConnector(connector, { clientId: 'fake' })
  return { records: [], connectors: new Map([['FAKE', connector]]), ready: () => ready }
}
