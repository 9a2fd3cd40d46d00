import type { MediaFacts } from '@t21/plugin-kit'
import { test } from 'tap'
import { partsOf, type MediaOfPart, type PostContent } from './parts.ts'

const nothing: MediaOfPart = () => []

test('a plain post is one part: its text with the hashtags behind it', (t) => {
  const parts = partsOf(
    post({ content: 'Hello', hashtags: ['One', 'two'] }),
    'TWITTER',
    {},
    nothing,
  )
  t.same(parts, [{ kind: 'post', position: 0, text: 'Hello\n\n#One #two', media: [], options: {} }])
  t.end()
})

test('hashtags that the text has already are not repeated', (t) => {
  const [part] = partsOf(
    post({ content: 'Look! #One', hashtags: ['one', 'Two'] }),
    'TWITTER',
    {},
    nothing,
  )
  t.equal(part?.text, 'Look! #One\n\n#Two')
  t.end()
})

test('a connector may join text and hashtags in its own way', (t) => {
  const composeText = (text: string, hashtags: readonly string[]): string =>
    `${hashtags.join('+')}: ${text}`
  const [part] = partsOf(
    post({ content: 'Hello', hashtags: ['a', 'b'] }),
    'OTHER',
    { composeText },
    nothing,
  )
  t.equal(part?.text, 'a+b: Hello')
  t.end()
})

test('a thread follows the post, and the first comment comes last; both without hashtags', (t) => {
  const parts = partsOf(
    post({
      content: 'One',
      hashtags: ['tag'],
      thread: [{ content: 'Two' }, { content: 'Three' }],
      firstComment: 'And this.',
    }),
    'TWITTER',
    {},
    nothing,
  )
  t.same(
    parts.map(({ kind, position, text }) => [kind, position, text]),
    [
      ['post', 0, 'One\n\n#tag'],
      ['thread', 1, 'Two'],
      ['thread', 2, 'Three'],
      ['first_comment', 3, 'And this.'],
    ],
  )
  t.end()
})

test('an override replaces what it names on its platform, and nothing else', (t) => {
  const content = post({
    content: 'Shared',
    hashtags: ['shared'],
    thread: [{ content: 'Shared thread' }],
    firstComment: 'Shared comment',
    overrides: { TWITTER: { content: 'For X', options: { replySettings: 'following' } } },
  })

  const onX = partsOf(content, 'TWITTER', {}, nothing)
  const elsewhere = partsOf(content, 'LINKEDIN', {}, nothing)

  t.same(
    onX.map(({ text }) => text),
    ['For X\n\n#shared', 'Shared thread', 'Shared comment'],
  )
  t.same(
    onX.map(({ options }) => options),
    [{ replySettings: 'following' }, {}, {}],
    'options belong to the post itself',
  )
  t.equal(elsewhere[0]?.text, 'Shared\n\n#shared')
  t.same(elsewhere[0]?.options, {})
  t.end()
})

test('an override may also take away: no hashtags, no thread, no first comment', (t) => {
  const parts = partsOf(
    post({
      content: 'Shared',
      hashtags: ['shared'],
      thread: [{ content: 'More' }],
      firstComment: 'Comment',
      overrides: { TWITTER: { hashtags: [], thread: [], firstComment: null } },
    }),
    'TWITTER',
    {},
    nothing,
  )
  t.same(
    parts.map(({ text }) => text),
    ['Shared'],
  )
  t.end()
})

test('media come from the override where it names some, else from the post, part by part', (t) => {
  const asked: MediaOfPart = (source, part) => [picture(`${source}/${part}`)]
  const ids = (content: PostContent): string[][] =>
    partsOf(content, 'TWITTER', {}, asked).map(({ media }) => media.map(({ id }) => id))
  const thread = [{ content: 'Two' }]

  t.same(ids(post({ thread, firstComment: 'x' })), [['/0'], ['/1'], []])
  t.same(ids(post({ thread, overrides: { TWITTER: { mediaIds: [] } } })), [['TWITTER/0'], ['/1']])
  t.same(ids(post({ overrides: { TWITTER: { thread } } })), [['/0'], ['TWITTER/1']])
  t.same(ids(post({ overrides: { LINKEDIN: { mediaIds: [], thread } } })), [['/0']])
  t.end()
})

function post(fields: Partial<PostContent>): PostContent {
  return {
    content: 'Text',
    hashtags: [],
    thread: [],
    firstComment: null,
    overrides: {},
    ...fields,
  }
}

function picture(id: string): MediaFacts {
  return { id, kind: 'image', mimeType: 'image/png', size: 1 }
}
