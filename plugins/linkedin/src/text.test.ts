import fc from 'fast-check'
import t from 'tap'
import { escapeText, hasBrokenMention, unescapeText, withoutMentionSyntax } from './text.ts'

const mention = '@[Acme (UK)](urn:li:organization:1)'

t.test('every reserved character is escaped', async (t) => {
  t.equal(
    escapeText('\\ | { } @ [ ] ( ) < > # * _ ~'),
    '\\\\ \\| \\{ \\} \\@ \\[ \\] \\( \\) \\< \\> \\# \\* \\_ \\~',
  )
  t.equal(escapeText('a_b (c) me@example.com'), 'a\\_b \\(c\\) me\\@example.com')
  t.equal(escapeText('Hello, world! 100 % «ok»\nnew line'), 'Hello, world! 100 % «ok»\nnew line')
})

t.test('hashtags stay live, other number signs do not', async (t) => {
  t.equal(escapeText('#news and (#more)'), '#news and \\(#more\\)')
  t.equal(escapeText('#Grüße #日本 #2026goals'), '#Grüße #日本 #2026goals')
  t.equal(escapeText('#snake_case'), '#snake\\_case')
  t.equal(escapeText("We're #1, C#, ##x, C#sharp"), "We're \\#1, C\\#, \\#\\#x, C\\#sharp")
  t.equal(escapeText('https://example.com/page#top'), 'https://example.com/page\\#top')
})

t.test(
  'mentions stay mentions, with their name escaped, and nothing else with an @ does',
  async (t) => {
    t.equal(escapeText(`By ${mention}!`), 'By @[Acme \\(UK\\)](urn:li:organization:1)!')
    t.equal(escapeText('@[Ada](urn:li:person:aB_9-x)'), '@[Ada](urn:li:person:aB_9-x)')
    for (const plain of ['@ada', '@[Ada]', '@[Ada](urn:li:share:1)', '@[Ada](https://a.example)']) {
      t.match(escapeText(plain), /^\\@/, plain)
    }
    t.equal(withoutMentionSyntax(`By ${mention}!`), 'By Acme (UK)!')
    t.notOk(hasBrokenMention(`By ${mention}, @ada [x] (y)`))
    t.ok(hasBrokenMention('By @[Acme](urn:li:company:1)'))
  },
)

t.test('un-escaping understands how LinkedIn returns hashtags', async (t) => {
  t.equal(unescapeText('See {hashtag|\\#|news} \\(now\\)'), 'See #news (now)')
  t.equal(unescapeText('{hashtag|#|snake\\_case} {hashtag|\\#|日本}'), '#snake_case #日本')
  t.equal(unescapeText('{hashtag|\\\uFF03|x}'), '\uFF03x')
  t.equal(unescapeText('By @[Acme \\(UK\\)](urn:li:organization:1)'), `By ${mention}`)
})

// Many reserved characters, pieces of the syntax, and anything else.
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\\|{}@[]()<>#*_~'.split(''),
        '#tag',
        mention,
        '@[',
        '](urn:li:organization:1)',
        '{hashtag|\\#|x}',
        '\\#',
        'a',
        '1',
        ' ',
        '\n',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((pieces) => pieces.join(''))

t.test('no reserved character gets through unescaped, but for hashtags and mentions', async () => {
  fc.assert(
    fc.property(text, (original) => {
      const rest = escapeText(original)
        // Left to right, as LinkedIn reads: what is escaped is harmless, and what is live is wanted.
        .replace(
          /\\[\\|{}@[\]()<>#*_~]|@\[(?:\\[^]|[^\\|{}@[\]()<>#*_~])+\]\(urn:li:(?:organization|person):[\w-]+\)|#(?=[\p{N}\p{M}]*\p{L})/gu,
          '',
        )
      return !/[\\|{}@[\]()<>#*_~]/.test(rest)
    }),
    { numRuns: 1000 },
  )
})

t.test('un-escaping gives back every text that was escaped', async () => {
  fc.assert(
    fc.property(text, (original) => unescapeText(escapeText(original)) === original),
    { numRuns: 1000 },
  )
})
