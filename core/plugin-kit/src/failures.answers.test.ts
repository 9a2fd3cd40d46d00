import { test } from 'tap'
import {
  blamesContent,
  isSuccess,
  networkWords,
  passingFailure,
  undecidedFailure,
} from './failures.answers.ts'
import { failureKinds } from './failures.ts'

const problem = { status: 503, networkMessage: 'Over capacity', networkCode: '503' }

test('a success is an answer from 200 to 299', (t) => {
  const successes = [100, 199, 200, 204, 299, 300, 404, 500].filter((status) =>
    isSuccess({ status }),
  )
  t.same(successes, [200, 204, 299])
  t.end()
})

test('the words of a network are kept, and none are invented', (t) => {
  t.same(networkWords(problem), { networkMessage: 'Over capacity', networkCode: '503' })
  t.same(networkWords({ ...problem, networkMessage: '' }), { networkCode: '503' })
  t.end()
})

test('what passes is transient, and an answer to `commit` that tells nothing leaves the outcome open', (t) => {
  t.match(passingFailure('X', problem, 'reading the numbers'), {
    kind: 'transient',
    details: { message: 'X failed at reading the numbers (status 503).', networkCode: '503' },
  })
  t.match(undecidedFailure('X', problem), {
    kind: 'outcome_unknown',
    details: {
      remedy: 'Nothing: T21 looks for the post on X before anything else happens.',
      networkMessage: 'Over capacity',
    },
  })
  t.end()
})

test('three kinds of failure are about the content', (t) => {
  t.same(failureKinds.filter(blamesContent), ['content_rejected', 'preparation_lost', 'duplicate'])
  t.end()
})
