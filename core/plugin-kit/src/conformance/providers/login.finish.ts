import type { LoginAttempt } from '../../login.ts'
import { isProviderFailure } from '../../provider-failure.ts'
import type { Expectations } from './expectations.ts'
import type { LoginBench, LoginCheck } from './login.check.ts'

/** What comes of the answer that the browser brings back. */
export const finishChecks: readonly LoginCheck[] = [
  {
    name: 'who it is',
    async run(bench, expect) {
      const [ada, eve] = bench.people
      const [first, again, other] = [
        await loggedIn(bench, ada),
        await loggedIn(bench, ada),
        await loggedIn(bench, eve),
      ]
      expect.ok(first.subject !== '', 'somebody has a subject')
      expect.equal(again, first, 'somebody is the same person each time')
      expect.ok(other.subject !== first.subject, 'two people have two subjects')
      expect.ok(first.subject !== first.email, 'the subject is not the address')
      expect.equal(first.emailVerified, true, 'a verified address is said to be')
      expect.ok(/^[^\s@]+@[^\s@]+$/.test(first.email ?? ''), 'the address is one')
    },
  },
  {
    name: 'unverified',
    async run(bench, expect) {
      if (bench.unverified === null) return expect.ok(true, 'there is nobody')
      const { emailVerified, email } = await loggedIn(bench, bench.unverified)
      expect.ok(
        email === null || !emailVerified,
        'an unverified address is not said to be verified',
      )
    },
  },
  {
    name: 'declined',
    async run(bench, expect) {
      const attempt = bench.attempt()
      const answer = await bench.refuse((await bench.login.begin(attempt)).url)
      await fails(bench, expect, {
        answer,
        attempt,
        kind: 'declined',
        what: 'a person who says no',
      })
    },
  },
  {
    name: 'once',
    async run(bench, expect) {
      const attempt = bench.attempt()
      const { url } = await bench.login.begin(attempt)
      const answer = await bench.approve(url, bench.people[0])
      await bench.login.finish(answer, attempt)
      await fails(bench, expect, { answer, attempt, kind: 'refused', what: 'an answer used twice' })
    },
  },
  {
    name: 'somebody else’s',
    async run(bench, expect) {
      const [mine, theirs] = [bench.attempt(), bench.attempt()]
      const answerTo = async (attempt: LoginAttempt) =>
        bench.approve((await bench.login.begin(attempt)).url, bench.people[1])
      const wrong: readonly [string, LoginAttempt][] = [
        ['another state', { ...theirs, state: mine.state }],
        ['another verifier', { ...theirs, codeVerifier: mine.codeVerifier }],
        ['another attempt', mine],
      ]
      for (const [what, attempt] of wrong) {
        const answer = await answerTo(theirs)
        await fails(bench, expect, { answer, attempt, kind: 'refused', what })
      }
    },
  },
  {
    name: 'no answer at all',
    async run(bench, expect) {
      const attempt = bench.attempt()
      const { state } = attempt
      const broken: readonly [string, Record<string, string>][] = [
        ['nothing', {}],
        ['a state alone', { state }],
        ['a code alone', { code: 'abc' }],
        ['a code that never was', { code: 'abc', state }],
        ['an empty code', { code: '', state }],
      ]
      for (const [what, parameters] of broken) {
        const answer = new URLSearchParams(parameters)
        await fails(bench, expect, { answer, attempt, kind: 'refused', what })
      }
    },
  },
]

async function loggedIn(bench: LoginBench, person: string) {
  const attempt = bench.attempt()
  const { url } = await bench.login.begin(attempt)
  return bench.login.finish(await bench.approve(url, person), attempt)
}

async function fails(
  bench: LoginBench,
  expect: Expectations,
  tried: {
    readonly answer: URLSearchParams
    readonly attempt: LoginAttempt
    readonly kind: 'declined' | 'refused'
    readonly what: string
  },
): Promise<void> {
  const { answer, attempt, kind, what } = tried
  const outcome = await bench.login.finish(answer, attempt).then(
    ({ subject }) => `logged in as ${subject}`,
    (error: unknown) => error,
  )
  const found = isProviderFailure(outcome) ? outcome.kind : String(outcome)
  expect.equal(found, kind, what)
  const { message } = outcome instanceof Error ? outcome : new Error('')
  const said = [...bench.secrets, attempt.codeVerifier, answer.get('code') || 'none']
  for (const secret of said)
    expect.ok(!message.includes(secret), `${what}: its error tells no secret`)
}
