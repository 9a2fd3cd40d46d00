import fc from 'fast-check'
import { Value } from 'typebox/value'
import t from 'tap'
import type { AccountFacts, DraftPart, MediaFacts } from '@t21/plugin-kit'
import { draft, picture } from '@t21/plugin-kit/testing'
import { approved, selfServe } from '../test/calls.ts'
import { factsOf } from './facts.ts'
import { connector } from './index.ts'
import { askedScopes } from './scopes.ts'
import { escapeText } from './text.ts'

const MB = 1024 * 1024
const page: AccountFacts = {
  ...factsOf({ kind: 'organization', role: 'ADMINISTRATOR' }, askedScopes(approved), approved),
}
const member: AccountFacts = {
  ...factsOf({ kind: 'member', role: null }, askedScopes(selfServe), selfServe),
}

function found(
  parts: DraftPart | DraftPart[],
  facts: AccountFacts | null = page,
  settings = approved,
): string[] {
  return connector
    .validate([parts].flat(), facts, settings)
    .issues.map(({ severity, code, field }) => `${severity} ${code} ${field}`)
}

t.test('a good post has no issues and a counted text', async (t) => {
  t.same(connector.validate([draft({ text: 'a_b' })], null, approved), {
    issues: [],
    counted: [{ field: 'text', length: 4, limit: 3000 }],
  })
})

t.test(
  'the text ends at 3,000 characters as they are sent, and is warned of above 2,700',
  async (t) => {
    t.same(found(draft({ text: 'a'.repeat(2700) })), [])
    t.same(found(draft({ text: 'a'.repeat(2701) })), ['warning text_too_long_soon text'])
    t.same(found(draft({ text: 'a'.repeat(3000) })), ['warning text_too_long_soon text'])
    t.same(found(draft({ text: 'a'.repeat(3001) })), ['error text_too_long text'])
    t.same(found(draft({ text: '_'.repeat(1500) })), ['warning text_too_long_soon text'])
    t.same(found(draft({ text: '_'.repeat(1501) })), ['error text_too_long text'])
    const mentions = ['@[Acme](urn:li:organization:1)']
    t.same(found(draft({ text: 'a'.repeat(2990), options: { mentions } })), [
      'error text_too_long text',
    ])
  },
)

t.test('what is counted is what is sent', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [counted] = connector.validate([draft({ text })], null, approved).counted
      return counted?.length === escapeText(text).length
    }),
  )
})

t.test('an empty text needs media, an article or a poll', async (t) => {
  const article = { url: 'https://a.example/', title: 'A' }
  const poll = { question: 'Tea?', options: ['Yes', 'No'], duration: 'ONE_DAY' }
  t.same(found(draft({ text: ' \n' })), ['error text_empty text'])
  t.same(found(draft({ text: '', media: [picture()] })), [])
  t.same(found(draft({ text: '', options: { article } })), [])
  t.same(found(draft({ text: '', options: { poll } })), [])
})

t.test('half characters are refused, and mentions that are none are noticed', async (t) => {
  t.same(found(draft({ text: 'a\uD800b' })), ['error text_forbidden_characters text'])
  t.same(found(draft({ text: 'By @[Acme](urn:li:company:1)' })), ['warning mention_broken text'])
  t.same(found(draft({ text: 'By @[Acme](urn:li:organization:1) me@a.example' })), [])
})

const comment = (more: Partial<DraftPart> = {}) => [
  draft(),
  draft({ kind: 'first_comment', position: 1, ...more }),
]

t.test('a first comment has 1 to 1,250 characters, unescaped and without media', async (t) => {
  t.same(found(comment({ text: '_'.repeat(1125) })), [])
  t.same(found(comment({ text: '_'.repeat(1250) })), ['warning text_too_long_soon firstComment'])
  t.same(found(comment({ text: '_'.repeat(1251) })), ['error text_too_long firstComment'])
  t.same(found(comment({ text: ' ' })), ['error text_empty firstComment'])
  t.same(found(comment({ media: [picture()] })), ['error media_unsupported firstComment.media'])
  t.same(found(comment({ text: '@[Acme](urn:li:organization:1)' })), [
    'warning mention_lost firstComment',
  ])
})

t.test('a first comment needs an app that may comment', async (t) => {
  const refused = ['error first_comment_not_allowed firstComment']
  t.same(found(comment(), member, selfServe), refused)
  t.same(found(comment(), member, approved), refused, 'connected before the approval')
  t.same(found(comment(), null, selfServe), refused)
  t.same(found(comment(), null, approved), [])
})

t.test('LinkedIn has no threads', async (t) => {
  t.same(found([draft(), draft({ kind: 'thread', position: 1 })]), [
    'error thread_unsupported thread[0].text',
  ])
})

function fileOf(kind: MediaFacts['kind'], more: Partial<MediaFacts> = {}): MediaFacts {
  const mimeType = {
    image: 'image/jpeg',
    gif: 'image/gif',
    video: 'video/mp4',
    document: 'application/pdf',
  }[kind]
  return picture({ kind, mimeType, size: MB, ...more })
}

t.test('media: up to twenty pictures, or one video, or one document', async (t) => {
  const media = (...kinds: MediaFacts['kind'][]) =>
    found(
      draft({
        media: kinds.map((kind) => fileOf(kind)),
        options: kinds[0] === 'document' ? { title: 'Report' } : {},
      }),
    )
  const pictures = (count: number) => Array.from({ length: count }, () => 'image' as const)
  t.same(media(...pictures(20)), [])
  t.same(media(...pictures(21)), ['error too_many_media media'])
  t.same(media('image', 'gif'), [], 'a GIF is a picture')
  t.same(media('video'), [])
  t.same(media('video', 'video'), ['error too_many_media media'])
  t.same(media('document'), [])
  t.same(media('document', 'document'), ['error too_many_media media'])
  t.same(media('image', 'video'), ['error media_mixed media'])
  t.same(media('document', 'image'), ['error media_mixed media'])
})

t.test('each kind of media has its own limits', async (t) => {
  const one = (kind: MediaFacts['kind'], more: Partial<MediaFacts>) =>
    found(
      draft({ media: [fileOf(kind, more)], options: kind === 'document' ? { title: 'A' } : {} }),
    ).join()
  const cases: [string, MediaFacts['kind'], Partial<MediaFacts>][] = [
    ['', 'image', { mimeType: 'image/png' }],
    ['', 'image', { mimeType: 'image/gif' }],
    ['error media_type_unsupported media[0]', 'image', { mimeType: 'image/webp' }],
    ['error media_type_unsupported media[0]', 'gif', { mimeType: 'image/webp' }],
    ['error media_too_large media[0]', 'image', { size: 100 * MB + 1 }],
    ['', 'image', { width: 6_025_386, height: 6 }],
    ['error media_dimensions media[0]', 'image', { width: 6_025_387, height: 6 }],
    ['error media_dimensions media[0]', 'image', { width: 36_152_320, height: 1 }],
    ['', 'image', { width: 36_152_319, height: 1 }],
    ['', 'image', { altText: 'a'.repeat(3677) }],
    ['warning alt_text_too_long_soon media[0].altText', 'image', { altText: 'a'.repeat(4086) }],
    ['error alt_text_too_long media[0].altText', 'gif', { altText: 'a'.repeat(4087) }],
    ['warning alt_text_lost media[0].altText', 'video', { altText: 'A dog' }],
    ['warning alt_text_lost media[0].altText', 'document', { altText: 'A dog' }],
    ['error media_type_unsupported media[0]', 'video', { mimeType: 'video/quicktime' }],
    ['', 'video', { size: 75 * 1024 }],
    ['error media_too_small media[0]', 'video', { size: 75 * 1024 - 1 }],
    ['warning media_too_large_soon media[0]', 'video', { size: 500 * MB }],
    ['error media_too_large media[0]', 'video', { size: 500 * MB + 1 }],
    ['', 'video', { durationMs: 3000 }],
    ['error video_too_short media[0]', 'video', { durationMs: 2999 }],
    ['warning video_too_long_soon media[0]', 'video', { durationMs: 1_800_000 }],
    ['error video_too_long media[0]', 'video', { durationMs: 1_800_001 }],
    ['error video_too_long media[0]', 'video', { durationMs: 7_200_000 }],
    ['warning media_too_large_soon media[0]', 'document', { size: 100 * MB }],
    ['error media_too_large media[0]', 'document', { size: 100 * MB + 1 }],
    ['', 'document', { pages: 270 }],
    ['warning document_too_long_soon media[0]', 'document', { pages: 300 }],
    ['error document_too_long media[0]', 'document', { pages: 301 }],
  ]
  for (const [expected, kind, more] of cases) {
    t.equal(one(kind, more), expected, `${kind} ${JSON.stringify(more).slice(0, 80)}`)
  }
})

t.test('pictures are fitted to LinkedIn, everything else is taken as it is', async (t) => {
  const media = (['image', 'gif', 'video', 'document'] as const).map((kind) => fileOf(kind))
  t.match(connector.fit?.(draft({ media }), page), [
    { mimeTypes: ['image/jpeg', 'image/png', 'image/gif'], maxPixels: 36_152_319 },
    null,
    null,
    null,
  ])
})

t.test('a poll has a question of 140 and 2 to 4 answers of 30 characters', async (t) => {
  const poll = (question: string, answers: string[], duration = 'ONE_DAY') =>
    found(draft({ options: { poll: { question, options: answers, duration } } }))
  t.same(poll('Tea?', ['Yes', 'No']), [])
  t.same(poll('a'.repeat(140), ['a'.repeat(30), 'b', 'c', 'd'], 'FOURTEEN_DAYS'), [])
  t.same(poll('a'.repeat(141), ['Yes', 'No']), ['error poll_question_length options.poll.question'])
  t.same(poll(' ', ['Yes', 'No']), ['error poll_question_length options.poll.question'])
  t.same(poll('Tea?', ['Yes']), ['error poll_options_count options.poll.options'])
  t.same(poll('Tea?', ['a', 'b', 'c', 'd', 'e']), ['error poll_options_count options.poll.options'])
  t.same(poll('Tea?', ['Yes', '']), ['error poll_option_length options.poll.options[1]'])
  t.same(poll('Tea?', ['a'.repeat(31), 'No']), ['error poll_option_length options.poll.options[0]'])
  t.same(poll('Tea?', ['Yes', 'No'], 'ONE_WEEK'), ['error options_invalid options'])
})

t.test('an article has an address and a title of 400 characters', async (t) => {
  const article = (url: string, title: string, media: MediaFacts[] = []) =>
    found(draft({ media, options: { article: { url, title } } }))
  t.same(article('https://a.example/x?y', 'a'.repeat(400)), [])
  t.same(article('https://a.example/', 'A', [picture()]), [], 'with a thumbnail')
  t.same(article('ftp://a.example/', 'A'), ['error article_url_invalid options.article.url'])
  t.same(article('a.example', 'A'), ['error article_url_invalid options.article.url'])
  t.same(article('https://a.example/', 'a'.repeat(401)), [
    'error article_title_length options.article.title',
  ])
  t.same(article('https://a.example/', ' '), ['error article_title_length options.article.title'])
  t.same(found(draft({ options: { article: { url: 'https://a.example/' } } })), [
    'error options_invalid options',
  ])
})

t.test('a poll, an article and media exclude each other, but for one thumbnail', async (t) => {
  const poll = { question: 'Tea?', options: ['Yes', 'No'], duration: 'ONE_DAY' }
  const article = { url: 'https://a.example/', title: 'A' }
  const both = (options: Record<string, unknown>, ...media: MediaFacts[]) =>
    found(draft({ options, media }))
  t.same(both({ poll, article }), ['error options_exclusive options.poll'])
  t.same(both({ poll }, picture()), ['error options_exclusive options.poll'])
  t.same(both({ article }, picture(), picture()), ['error options_exclusive options.article'])
  t.same(both({ article }, fileOf('video')), ['error options_exclusive options.article'])
  t.same(both({ article, poll }, picture()), ['error options_exclusive options.poll'])
})

t.test('a document needs a title, and a picture has none', async (t) => {
  const titled = (title: string | undefined, kind: MediaFacts['kind']) =>
    found(draft({ media: [fileOf(kind)], options: title === undefined ? {} : { title } }))
  t.same(titled('Report', 'document'), [])
  t.same(titled(undefined, 'document'), ['error document_title_missing options.title'])
  t.same(titled(' ', 'document'), ['error document_title_missing options.title'])
  t.same(titled('Film', 'video'), [])
  t.same(titled(undefined, 'video'), [])
  t.same(titled('Dog', 'image'), ['warning title_lost options.title'])
})

t.test('only members have connections to publish for', async (t) => {
  const connections = draft({ options: { visibility: 'CONNECTIONS' } })
  t.same(found(connections, page), ['error visibility_not_allowed options.visibility'])
  t.same(found(connections, member), [])
  t.same(found(connections, null), [])
  t.same(found(draft({ options: { visibility: 'LOGGED_IN' } }), page), [])
})

t.test('unknown options and values are refused, in the schema as well', async (t) => {
  const schema = connector.capabilities.options
  for (const bad of [
    { visibility: 'CONTAINER' },
    { mentions: ['Acme'] },
    { mentions: ['@[Acme](urn:li:share:1)'] },
    { title: '' },
    { privacy: 'public' },
    { article: { url: 'https://a.example/', title: 'A', source: 'x' } },
  ]) {
    t.ok(found(draft({ options: bad })).includes('error options_invalid options'))
    t.notOk(Value.Check(schema, bad), JSON.stringify(bad))
  }
  t.ok(Value.Check(schema, { mentions: ['@[Acme (UK)](urn:li:organization:1)'] }))
})

t.test('every issue says what to do', async (t) => {
  const { issues } = connector.validate(
    [
      draft({
        text: `${'a'.repeat(3001)} @[x](y)`,
        media: [
          fileOf('document'),
          fileOf('image', { mimeType: 'image/webp', altText: 'x'.repeat(5000) }),
        ],
        options: { visibility: 'CONNECTIONS', article: { url: 'x', title: '' } },
      }),
      draft({ kind: 'first_comment', position: 1, text: '', media: [picture()] }),
    ],
    { ...page, canComment: false },
    approved,
  )
  t.ok(issues.length >= 10)
  for (const { message, remedy } of issues) {
    t.match(message, /^[A-Z].*\.$/)
    t.match(remedy, /^[A-Z].*\.$/)
  }
})
