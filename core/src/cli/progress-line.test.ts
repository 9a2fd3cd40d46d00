import { test } from 'tap'
import { progressLine } from './progress-line.ts'

test('a terminal has one line that is written over, to the end of the longest', (t) => {
  let text = ''
  const line = progressLine({ isTTY: true, write: (more) => (text += String(more)) })
  line.show('10 copied')
  line.show('9 copied')
  line.end()
  t.equal(text, '\r10 copied …\r9 copied  …\n')
  t.end()
})

test('a file gets a line every ten seconds, and none from what is done before', (t) => {
  let text = ''
  let now = 0
  const line = progressLine({ write: (more) => (text += String(more)) }, () => now)
  for (; now <= 25_000; now += 1_000) line.show(`${now / 1_000} copied`)
  line.end()
  t.equal(text, '10 copied …\n20 copied …\n')
  t.end()
})
