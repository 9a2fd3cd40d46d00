import { failureKinds, failures, ConnectorFailure } from '@t21/plugin-kit'
import { test } from 'tap'
import { backoffSeconds, judge, maxAttempts } from './failure-policy.ts'

const now = new Date('2026-01-01T00:00:00Z')
const at = (phase: 'prepare' | 'commit', written: boolean, attempt = 0) => ({
  phase,
  written,
  attempt,
  now,
})

test('once the call may have been written, only a documented refusal is "not published"', (t) => {
  const uncertain = new Set(['transient', 'outcome_unknown', 'duplicate'])
  for (const kind of failureKinds) {
    const { action } = judge(new ConnectorFailure(kind, { message: kind }), at('commit', true))
    t.equal(action === 'unknown', uncertain.has(kind), kind)
  }
  t.equal(judge(new Error('a bug'), at('commit', true)).action, 'unknown')
  t.end()
})

test('what was proved unsent is tried again, and given up in the end', (t) => {
  const failure = failures.transient({ message: 'connection refused' })
  t.match(judge(failure, at('commit', false)), { action: 'retry', inSeconds: 5 })
  t.match(judge(failure, at('commit', false, maxAttempts - 1)), {
    action: 'fail',
    error: { code: 'gave_up' },
  })
  t.same([0, 1, 2, 10].map(backoffSeconds), [5, 15, 45, 1_800])
  t.end()
})

test('words that no connector could read are kept where the network failed, to the end', (t) => {
  const words = 'The gateway is tired. Bearer abcdefgh12345'
  const kept = /^The gateway is tired\. \[hidden\]$/
  const failure = failures.transient({ message: 'It failed.', networkCode: '502' })
  for (const [context, code] of [
    [at('prepare', true), 'transient'],
    [at('commit', true), 'outcome_unknown'],
    [at('prepare', true, maxAttempts - 1), 'gave_up'],
  ] as const) {
    const { error } = judge(failure, { ...context, words })
    t.match(error, { code, networkCode: '502', networkMessage: kept })
  }
  const own = failures.transient({ message: 'A.', networkCode: '1', networkMessage: 'Its own.' })
  t.equal(judge(own, { ...at('prepare', true), words }).error.networkMessage, 'Its own.')
  const ours = failures.contentRejected({ message: 'Not the network said so.' })
  t.equal(judge(ours, { ...at('prepare', true), words }).error.networkMessage, undefined)
  t.end()
})

test('a limit is waited for as long as the network says, and pauses the account', (t) => {
  const failure = failures.rateLimited({ message: 'slow', until: new Date(now.getTime() + 90_000) })
  t.match(judge(failure, at('commit', true)), {
    action: 'retry',
    inSeconds: 90,
    pauseAccountSeconds: 90,
  })
  t.match(judge(failures.quota({ message: 'used up' }), at('commit', true)), {
    pauseAccountSeconds: 900,
  })
  t.end()
})

test('nothing that a plugin says is stored with a secret in it, whichever of its words it is in', (t) => {
  const word = 'refused access_token=s3cret-s3cret-s3cret'
  const words = {
    message: word,
    remedy: word,
    networkCode: word,
    networkMessage: word,
    field: word,
  }
  for (const failure of [failures.contentRejected(words), failures.outcomeUnknown(words)]) {
    const { error } = judge(failure, at('commit', true))
    t.notMatch(JSON.stringify(error), /s3cret/, failure.kind)
    t.match(error, { networkMessage: /^refused/ })
  }
  const odd = failures.contentRejected({ message: 7 as unknown as string, field: 'text' })
  t.match(judge(odd, at('prepare', false)), { error: { code: 'content_rejected', field: 'text' } })
  t.end()
})
