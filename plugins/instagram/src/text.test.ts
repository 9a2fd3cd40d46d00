import fc from 'fast-check'
import t from 'tap'
import { fingerprint } from './fingerprint.ts'
import { captionPrint, keyIn, provisionalId } from './published-key.ts'
import { hashtagsOf, isShouted, linkCount, mentionsOf, textLength } from './text.ts'

t.test('a text is as long as it is in UTF-16, which is never less than in characters', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      const both = textLength(one + other)
      return both === textLength(one) + textLength(other) && both >= Array.from(one + other).length
    }),
  )
})

t.test('as many hashtags are counted as were written, whatever stands between them', async (t) => {
  const name = fc.stringMatching(/^[a-zäöüж_][a-z0-9äöüж_]{0,8}$/)
  const between = fc.constantFrom(' ', '\n', ', ', ' 🙂 ', ') (', '')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, between), { maxLength: 40 }), (written) => {
      const text = written.map(([tag, gap]) => `#${tag}${gap || ' '}`).join('')
      return hashtagsOf(text).length === written.length
    }),
  )
  t.same(hashtagsOf('a#b C# # https://x.example/#c &#39; #日本 #café'), ['日本', 'café'])
})

t.test('mentions are counted, addresses are not', async (t) => {
  t.same(mentionsOf('@ada, (@bob.b) me@example.com @ https://x.example/@eve'), ['ada', 'bob.b'])
})

t.test('links and shouting', async (t) => {
  t.equal(linkCount('https://a.example www.b.example nothing'), 2)
  t.ok(isShouted('WOW! 1'))
  t.notOk(isShouted('Wow'))
  t.notOk(isShouted('123 🙂'))
})

t.test('a provisional id holds its key, and no id of Instagram is taken for one', async (t) => {
  const id = fc.stringMatching(/^[0-9]{1,20}$/)
  fc.assert(
    fc.property(id, fc.nat(), fc.string(), (containerId, since, text) => {
      const key = { containerId, since, product: 'REELS', caption: captionPrint(text) }
      t.same(keyIn(provisionalId(key)), key)
      return keyIn(containerId) === null
    }),
    { numRuns: 50 },
  )
  t.equal(keyIn('container:900'), null)
})

t.test('fingerprints tell texts apart', async (t) => {
  const texts = Array.from({ length: 20_000 }, (_, index) => `Offer ${index}!`)
  t.equal(new Set(texts.map(fingerprint)).size, texts.length)
  t.equal(fingerprint('Hello'), fingerprint('Hello'))
})
