import { ProviderFailure } from '@t21/plugin-kit'
import { test } from 'tap'
import { withoutAsked } from './without-asked.ts'

const prompt = 'Tell nobody: the bakery\nin Mill Lane closes in "March".'
const request = {
  messages: [
    { role: 'system' as const, parts: [{ kind: 'text' as const, text: 'You write posts.' }] },
    { role: 'user' as const, parts: [{ kind: 'text' as const, text: prompt }] },
  ],
}

function wordsOf(message: string): string {
  const until = new Date(1_000)
  const failure = new ProviderFailure('declined', { message, code: 'flag', until, cause: prompt })
  const safe = withoutAsked(failure, request)
  if (!(safe instanceof ProviderFailure)) throw new TypeError('It is another error.')
  const { kind, code, cause } = safe
  if (`${kind} ${code} ${String(cause)}` !== 'declined flag undefined' || safe.until !== until) {
    throw new TypeError('It says something else.')
  }
  return safe.message
}

test('a failure repeats no piece of what people wrote, whole, cut, or in other whitespace', (t) => {
  t.equal(wordsOf(`Flagged: ${prompt}`), 'Flagged: [hidden]')
  t.equal(wordsOf(`Flagged: "${prompt.slice(0, 30)}…", again`), 'Flagged: "[hidden]…", again')
  t.notMatch(wordsOf('input: the bakery  in Mill\tLane'), /bakery|Mill/)
  t.notMatch(wordsOf(JSON.stringify(prompt)), /bakery|Mill Lane/)
  t.end()
})

test('the words stay that are nobody’s: an operator needs them', (t) => {
  for (const words of ['Insufficient credits. Add more at the site.', 'You write posts.', '']) {
    t.equal(wordsOf(words), words)
  }
  t.end()
})

test('of a bug its name and place stay, and none of its words', (t) => {
  for (const thrown of [new SyntaxError(`Unexpected token in ${prompt}`), prompt, undefined]) {
    const safe = withoutAsked(thrown, request)
    if (!(safe instanceof Error)) throw new TypeError('It is no error.')
    t.match(safe.message, thrown instanceof Error ? /SyntaxError/ : /Error/)
    t.notMatch(`${safe.message} ${safe.stack} ${String(safe.cause)}`, /bakery|Mill/)
    if (thrown instanceof Error) t.match(safe.stack, /without-asked\.test\.ts/)
  }
  t.end()
})
