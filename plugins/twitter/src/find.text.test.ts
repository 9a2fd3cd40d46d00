import fc from 'fast-check'
import t from 'tap'
import { returnedText, sentText, type ShortLink } from './find.text.ts'
import { linksIn } from './text.ts'

const mediaLink = 'https://x.com/ada/status/1900/photo/1'
const isMedia = (url: string) => url === mediaLink

/** What X makes of a text, as twitter.md 2.1, 5 and 10 tell: trims, shortens links, escapes, appends. */
function asReturned(text: string, withMedia: boolean): { text: string; links: ShortLink[] } {
  const links: ShortLink[] = []
  const shorten = (expanded_url: string) => {
    const url = `https://t.co/${links.length}a${'Z'.repeat(8)}`
    links.push({ url, expanded_url })
    return url
  }
  const sent = text.normalize('NFC').trim()
  let shortened = ''
  let position = 0
  for (const { url, start, end } of linksIn(sent)) {
    const target = /^https?:/i.test(url) ? url : `http://${url}`
    shortened += sent.slice(position, start) + shorten(target)
    position = end
  }
  shortened += sent.slice(position)
  const appended = withMedia ? ` ${shorten(mediaLink)}` : ''
  return { text: escapeHtml(shortened) + appended, links }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const piece = fc.oneof(
  fc.stringMatching(/^[a-zA-Z]{1,8}$/),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
  fc.constantFrom(
    'example.com',
    'https://Example.com/',
    'https://example.com/a?b=1&c=2',
    'http://example.org/ü',
    '&amp;',
    '<b>',
    '&',
    'e\u0301',
    '日本語',
    '👨‍👩‍👧‍👦',
    '@ada',
    '#tag',
    '$ABC',
    '\n\n',
  ),
)
const written = fc
  .tuple(fc.array(piece, { maxLength: 12 }), fc.constantFrom(' ', ''))
  .map(([pieces, between]) => pieces.join(between))

t.test('a text is recognised in the form in which X returns it', async (t) => {
  fc.assert(
    fc.property(written, fc.boolean(), (text, withMedia) => {
      const returned = asReturned(text, withMedia)
      const read = returnedText(returned.text, returned.links, isMedia)
      return read.exact === sentText(text).exact
    }),
    { numRuns: 500 },
  )
  t.pass('held')
})

t.test('a text with another word in it is not recognised', async (t) => {
  fc.assert(
    fc.property(
      written,
      written,
      fc.stringMatching(/^[a-z]{3,8}$/),
      fc.boolean(),
      (before, after, word, withMedia) => {
        const returned = asReturned(`${before} ${after}`, withMedia)
        const read = returnedText(returned.text, returned.links, isMedia)
        return read.exact !== sentText(`${before} ${word} ${after}`).exact
      },
    ),
  )
  t.pass('held')
})

t.test('comparing twice changes nothing', async (t) => {
  fc.assert(
    fc.property(written, (text) => {
      const once = sentText(text).withoutLinks
      return sentText(once).withoutLinks === once
    }),
  )
  t.pass('held')
})

t.test('escaping is undone once, not twice', async (t) => {
  t.equal(returnedText('a &amp;amp; b &lt;c&gt;', [], isMedia).exact, 'a &amp; b <c>')
  t.equal(sentText('a &amp; b <c>').exact, 'a &amp; b <c>')
})

t.test('only a link that X appended is dropped', async (t) => {
  const own = { url: 'https://t.co/own', expanded_url: 'https://example.com/own' }
  const media = { url: 'https://t.co/media', expanded_url: mediaLink }
  const text = 'See https://t.co/own https://t.co/media'
  t.equal(returnedText(text, [own, media], isMedia).exact, 'See example.com/own')
  t.equal(returnedText('See https://t.co/own', [own], isMedia).exact, 'See example.com/own')
  t.equal(
    returnedText('https://t.co/media is mine', [media], isMedia).exact,
    'x.com/ada/status/1900/photo/1 is mine',
  )
})

t.test(
  'links differ by host and path, not by scheme, case of the host or last slash',
  async (t) => {
    const same = ['https://Example.com/', 'http://example.com', 'example.com']
    t.equal(new Set(same.map((text) => sentText(text).exact)).size, 1)
    const different = ['example.com/a', 'example.com/A', 'example.com/a?b', 'example.org/a']
    t.equal(new Set(different.map((text) => sentText(text).exact)).size, 4)
  },
)
