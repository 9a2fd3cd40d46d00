import t from 'tap'
import { markup, toText, type HtmlValue } from './html.ts'

t.test('values are escaped, wherever they stand', async (t) => {
  const evil = `"><script>alert('1')</script>&`

  t.equal(
    toText(markup`<a title="${evil}">${evil}</a>`),
    '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">' +
      '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</a>',
  )
})

t.test('markup and lists of it are put in as they are, and nothing is nothing', async (t) => {
  const items = ['a', '<'].map((item) => markup`<li>${item}</li>`)

  t.equal(
    toText(markup`<ul>${items}</ul>${null}${undefined}${false}${0}${''}`),
    '<ul><li>a</li><li>&lt;</li></ul>0',
  )
})

t.test('an object that came as JSON is never taken for markup', async (t) => {
  const forged: HtmlValue = JSON.parse('[{"markup":"<b>","Symbol(markup)":"<b>"}]')

  t.throws(() => markup`${forged}`)
})
