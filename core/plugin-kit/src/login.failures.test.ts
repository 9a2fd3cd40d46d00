import { test } from 'tap'
import { oauthFailures } from './login.failures.ts'
import { ProviderFailure } from './provider-failure.ts'

const { failureOf, refused } = oauthFailures('Acme', { suspended: 'misconfigured' })

test('what a library of OAuth threw is known by status, error and code', (t) => {
  for (const [thrown, kind, code] of [
    [{ error: 'access_denied' }, 'declined', 'access_denied'],
    [{ error: 'temporarily_unavailable' }, 'transient', 'temporarily_unavailable'],
    [{ error: 'invalid_client', status: 401 }, 'misconfigured', 'invalid_client'],
    [{ error: 'suspended' }, 'misconfigured', 'suspended'],
    [{ error: 'invalid_grant', code: 'OAUTH_X' }, 'refused', 'invalid_grant'],
    [{ error: 'constructor' }, 'refused', 'constructor'],
    [{ status: 429, error: 'access_denied' }, 'rate_limited', 'access_denied'],
    [{ status: 503 }, 'transient', undefined],
    [{ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' }, 'refused', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'],
    [{ code: 'OAUTH_TIMEOUT' }, 'transient', 'OAUTH_TIMEOUT'],
    [{ code: 'ECONNREFUSED' }, 'transient', 'ECONNREFUSED'],
    [undefined, 'transient', undefined],
  ] as const) {
    t.match(failureOf(thrown), { kind, code }, JSON.stringify(thrown))
  }
  t.end()
})

test('nothing of an error goes on but its code: it may hold claims and tokens', (t) => {
  const secret = Object.assign(new Error('expected abc'), {
    error: 'server_error',
    cause: { token: 'abc' },
  })
  const failure = failureOf(secret)
  t.equal(failure.message, 'Acme did not answer as it should.')
  t.equal(failure.cause, undefined)
  t.notMatch(JSON.stringify(failure), 'abc')
  t.end()
})

test('a failure stays as it is, and a refusal of the plugin has its own code', (t) => {
  const failure = new ProviderFailure('absent', { message: 'Gone.' })
  t.equal(failureOf(failure), failure)
  t.match(refused('no_subject'), { kind: 'refused', code: 'no_subject' })
  t.end()
})
