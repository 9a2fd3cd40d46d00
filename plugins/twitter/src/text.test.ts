import fc from 'fast-check'
import t from 'tap'
import { parseTweet } from './twitter-text.ts'
import { cashtagCount, hasForbiddenCharacters, linksIn, weightedLength } from './text.ts'

t.test('counts the examples of twitter.md 3 as X does', async (t) => {
  const examples: [string, number][] = [
    ['', 0],
    ['日本語', 6],
    ['👨‍👩‍👧‍👦', 2],
    ['Привет', 6],
    ['“quote”—…', 10],
    ['see example.com now', 31],
    ['e\u0301', 1],
    ['https://example.com/a/very/long/path?with=a&query=string#and-a-fragment', 23],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['1️⃣', 2],
    ['a@b.example', 11],
  ]
  for (const [text, length] of examples) t.equal(weightedLength(text), length, text)
})

t.test('counts emoji that are younger than twitter-text as one emoji each', async (t) => {
  for (const emoji of ['🐦‍🔥', '🙂‍↔️', '🫶🏽', '🫱🏻‍🫲🏿', '👩🏽‍❤️‍💋‍👨🏿']) {
    t.ok(parseTweet(emoji).weightedLength > 2, `twitter-text alone overcounts ${emoji}`)
    t.equal(weightedLength(emoji), 2, emoji)
    t.equal(weightedLength(`a${emoji}b`), 4, `a${emoji}b`)
  }
})

const emoji = fc.constantFrom('😀', '👨‍👩‍👧‍👦', '🇩🇪', '1️⃣', '❤️', '🐦‍🔥', '🫶🏽', '🧑🏽‍🤝‍🧑🏿')

t.test('agrees with twitter-text on every text without young emoji', async (t) => {
  const text = fc.array(
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme-ascii' }),
      fc.constantFrom('日本語', 'example.com', ' ', '😀', '👨‍👩‍👧‍👦', '#tag', '@ada', '—'),
    ),
  )
  fc.assert(
    fc.property(text, (pieces) => {
      const joined = pieces.join('')
      return weightedLength(joined) === parseTweet(joined).weightedLength
    }),
  )
  t.pass('held')
})

t.test('counts every emoji 2, wherever it stands between words', async (t) => {
  fc.assert(
    fc.property(
      fc.array(emoji, { maxLength: 20 }),
      fc.stringMatching(/^[a-z]{0,9}$/),
      (all, word) => {
        const text = all.map((one) => `${word} ${one}`).join(' ')
        const spaces = all.length === 0 ? 0 : all.length - 1
        return weightedLength(text) === all.length * (word.length + 1 + 2) + spaces
      },
    ),
  )
  t.pass('held')
})

t.test('does not depend on how letters are composed', async (t) => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (text) => weightedLength(text.normalize('NFD')) === weightedLength(text.normalize('NFC')),
    ),
  )
  t.pass('held')
})

t.test('sees links and cashtags as X does', async (t) => {
  t.same(linksIn('see example.com and https://x.com/a?b=c.'), [
    { url: 'example.com', start: 4, end: 15 },
    { url: 'https://x.com/a?b=c', start: 20, end: 39 },
  ])
  t.same(linksIn('ada@example.org, 3.14 and v1.2.3'), [])
  t.equal(cashtagCount('$ABC and $DEF, but not $5 or US$'), 2)
})

t.test('knows the characters that X refuses', async (t) => {
  for (const character of ['\uFEFF', '\uFFFE', '\uFFFF', '\uD83D']) {
    t.ok(hasForbiddenCharacters(`a${character}b`), JSON.stringify(character))
  }
  t.notOk(hasForbiddenCharacters('Grüße 👨‍👩‍👧‍👦\nline two'))
})
