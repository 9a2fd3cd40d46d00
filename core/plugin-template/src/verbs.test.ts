import t from 'tap'
import { call, draft, failureOf, part, scriptedHttp, settings } from '../test/calls.ts'
import { connector } from './index.ts'

// Replace these by tests of what a verb does, verb by verb.
t.test('a verb that is not written says so, sends nothing, and publishes nothing', async (t) => {
  const here = call(scriptedHttp(t))
  const login = { code: 'code', redirectUri: 'https://t21.example/', codeVerifier: 'verifier' }
  for (const attempt of [
    connector.oauth.exchange(here, login),
    connector.accounts(here, { accessToken: 'token', scopes: [] }),
    connector.prepare(here, part(), null),
    connector.commit(here, part(), { v: 1 }),
    connector.find(here, part(), { v: 1 }),
  ]) {
    t.match(await failureOf(attempt), { kind: 'app_config', message: /is not written yet/ })
  }
})

t.test('as long as nothing can be published, every draft is refused', async (t) => {
  t.match(connector.validate([draft()], null, settings).issues, [
    { severity: 'error', code: 'not_written', field: 'text' },
  ])
})
