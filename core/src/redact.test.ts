import { test } from 'tap'
import { redact } from './redact.ts'

test('what is cut short, or was never text, can be stored: no half of a character, no U+0000', (t) => {
  const cut = redact(`${'a'.repeat(498)}${'😀'.repeat(5)}`)
  t.ok(cut.isWellFormed())
  t.ok(cut.length <= 500)
  t.match(cut, /^a{498}.?…$/u)
  t.equal(redact('half \ud83d of it\u0000'), 'half \ufffd of it')
  t.equal(redact('whole 😀'), 'whole 😀')
  t.end()
})
