import t from 'tap'
import { piecesOf } from './links.ts'

/** The pieces that are more than text. */
function found(text: string): string[] {
  const pieces = piecesOf(text)
  const whole = pieces.map((piece) => piece.text).join('')
  if (whole !== text) throw new Error(`"${whole}" is not "${text}": something was lost.`)
  return pieces.filter(({ kind }) => kind !== 'text').map((piece) => `${piece.kind} ${piece.text}`)
}

t.test('links, hashtags and mentions are found in what people write', async (t) => {
  for (const [text, expected] of [
    ['see https://example.com/a?b=c#d', ['link https://example.com/a?b=c#d']],
    ['(https://example.com/a).', ['link https://example.com/a']],
    ['https://example.com/a_(b)!', ['link https://example.com/a_(b)']],
    ['https://a.example,https://b.example', ['link https://a.example,https://b.example']],
    [
      '#one #zwölf #日本語 ＃full',
      ['hashtag #one', 'hashtag #zwölf', 'hashtag #日本語', 'hashtag ＃full'],
    ],
    ['#1 is no tag, #1st is, a#b is not, &#39; neither', ['hashtag #1st']],
    ['hi @ada, @ben_k. and me@example.com', ['mention @ada', 'mention @ben_k']],
    ['@ada.lovelace.', ['mention @ada.lovelace']],
    ['javascript:alert(1) ftp://example.com http://', []],
    ['', []],
  ] as const) {
    t.same(found(text), expected, text)
  }
})

t.test('a very long text takes no longer than it should', async (t) => {
  const started = performance.now()
  for (const part of ['#', '@a.', '@a-', 'https://', '#1', '(', 'http://a)'])
    found(part.repeat(20_000))
  t.ok(performance.now() - started < 2000)
})
