import { test } from 'tap'
import { wordsOf } from './connector-http.words.ts'

const of = (text: string, json?: unknown) => wordsOf({ text, json })

test('the words of a page are what a person would read on it', (t) => {
  const page =
    '<!doctype html><html><head><title>Oops</title><style>b{}</style></head><body><!-- x --><h1>502 Bad&nbsp;Gateway</h1><script>a<b</script>\n<p>Tom &amp; &quot;Ann&quot;</p></body></html>'
  t.equal(of(page), '502 Bad Gateway Tom & "Ann"')
  t.equal(of('<html><head><title>Sign in</title></head></html>'), 'Sign in')
  t.equal(of('<html><head><title>Sorry</title></he'), 'Sorry')
  t.equal(of('upstream connect error\n\n'), 'upstream connect error')
  t.equal(of('&amp;lt;'), '&amp;lt;', 'plain text is no page')
  t.equal(of('<p>&amp;lt;</p>'), '&lt;', 'an entity is undone once')
  t.end()
})

test('JSON, half of it, bytes and silence are no words', (t) => {
  for (const text of ['', '  \n', '{"id":"1', '[1,', '<html></html>', '\uFFFD\uFFFDPNG']) {
    t.equal(of(text), undefined, text)
  }
  t.equal(of('"ok"', 'ok'), undefined)
  t.end()
})

test('they are short, and whole characters', (t) => {
  const long = of(`<p>${'😀'.repeat(400)}</p>`) ?? ''
  t.ok(long.length <= 300 && long.endsWith('…') && long.isWellFormed())
  t.end()
})
