import { Value } from 'typebox/value'
import t from 'tap'
import type { AccountFacts, DraftPart, MediaFacts } from '@t21/plugin-kit'
import { draft, picture, settings } from '../test/calls.ts'
import { connector } from './index.ts'
import { factsOf } from './facts.ts'

const MB = 1024 * 1024
const ordinary: AccountFacts = {
  ...factsOf({ subscriptionType: 'None', verifiedType: 'none' }),
}
const premium: AccountFacts = {
  ...factsOf({ subscriptionType: 'Premium', verifiedType: 'blue' }),
}

type Kind = Exclude<MediaFacts['kind'], 'document'>

const quoting = { ...settings, quotesAllowed: true }

function found(
  parts: DraftPart | DraftPart[],
  facts: AccountFacts | null = ordinary,
  under = settings,
): string[] {
  return connector
    .validate([parts].flat(), facts, under)
    .issues.map(({ severity, code, field }) => `${severity} ${code} ${field}`)
}

t.test('a good post has no issues and a counted text', async (t) => {
  t.same(connector.validate([draft({ text: '日本語' })], null, settings), {
    issues: [],
    counted: [{ field: 'text', length: 6, limit: 280 }],
  })
})

t.test('the text ends at 280 weighted characters, and is warned of above 252', async (t) => {
  t.same(found(draft({ text: 'a'.repeat(252) })), [])
  t.same(found(draft({ text: 'a'.repeat(253) })), ['warning text_too_long_soon text'])
  t.same(found(draft({ text: '語'.repeat(140) })), ['warning text_too_long_soon text'])
  t.same(found(draft({ text: '語'.repeat(140) + 'a' })), ['error text_too_long text'])
  const [issue] = connector.validate([draft({ text: 'a'.repeat(281) })], null, settings).issues
  t.match(issue, { limit: 280, actual: 281, message: /281/, remedy: /Shorten/ })
})

t.test('a Premium account may write 25,000 characters, a Basic one may not', async (t) => {
  t.same(found(draft({ text: 'a'.repeat(20_000) }), premium), [])
  t.same(found(draft({ text: 'a'.repeat(25_001) }), premium), ['error text_too_long text'])
  const basic = factsOf({ subscriptionType: 'Basic', verifiedType: null })
  t.same(found(draft({ text: 'a'.repeat(281) }), { ...basic }), ['error text_too_long text'])
})

t.test('every part is counted and named on its own', async (t) => {
  const long = 'a'.repeat(281)
  const parts = [
    draft({ text: long }),
    draft({ kind: 'thread', position: 1, text: long }),
    draft({ kind: 'first_comment', position: 2, text: long }),
  ]
  t.same(found(parts), [
    'error text_too_long text',
    'error text_too_long thread[0].text',
    'error text_too_long firstComment',
  ])
  t.same(
    connector
      .validate(parts, null, settings)
      .counted.map(({ field, length }) => `${field} ${length}`),
    ['text 281', 'thread[0].text 281', 'firstComment 281'],
  )
})

t.test('an empty text needs media', async (t) => {
  t.same(found(draft({ text: '' })), ['error text_empty text'])
  t.same(found(draft({ text: ' \n' })), ['error text_empty text'])
  t.same(found(draft({ text: '', media: [picture()] })), [])
})

t.test('forbidden characters, a second cashtag and links are noticed', async (t) => {
  t.same(found(draft({ text: 'a\uFFFEb' })), ['error text_forbidden_characters text'])
  t.same(found(draft({ text: '$ABC' })), [])
  t.same(found(draft({ text: '$ABC $DEF' })), ['error too_many_cashtags text'])
  t.same(found(draft({ text: 'see example.com' })), ['warning link_costs_more text'])
})

t.test('a thread has at most 25 posts, not counting a first comment', async (t) => {
  const thread = (length: number) => [
    draft(),
    ...Array.from({ length: length - 1 }, (_, index) =>
      draft({ kind: 'thread', position: index + 1 }),
    ),
    draft({ kind: 'first_comment', position: length }),
  ]
  t.same(found(thread(25)), [])
  t.same(found(thread(26)), ['error thread_too_long thread'])
})

t.test('media: four pictures, or one GIF, or one video', async (t) => {
  const media = (...kinds: Kind[]) => found(draft({ media: kinds.map((kind) => fileOf(kind)) }))
  t.same(media('image', 'image', 'image', 'image'), [])
  t.same(media('image', 'image', 'image', 'image', 'image'), ['error too_many_media media'])
  t.same(media('gif'), [])
  t.same(media('gif', 'gif'), ['error too_many_media media'])
  t.same(media('video'), [])
  t.same(media('video', 'video'), ['error too_many_media media'])
  t.same(media('image', 'video'), ['error media_mixed media'])
  t.same(media('image', 'gif'), ['error media_mixed media'])
})

function fileOf(kind: Kind, more: Partial<MediaFacts> = {}): MediaFacts {
  const mimeType = { image: 'image/jpeg', gif: 'image/gif', video: 'video/mp4' }[kind]
  return picture({ kind, mimeType, ...more })
}

t.test('each kind of media has its own limits', async (t) => {
  const one = (kind: Kind, more: Partial<MediaFacts>, facts = ordinary) =>
    found(draft({ media: [picture(), fileOf(kind, more)] }), facts)
      .filter((issue) => !issue.endsWith('media'))
      .join()

  const cases: [string, Kind, Partial<MediaFacts>][] = [
    ['', 'image', { size: 4 * MB }],
    ['warning media_too_large_soon media[1]', 'image', { size: 5 * MB }],
    ['error media_too_large media[1]', 'image', { size: 5 * MB + 1 }],
    ['', 'image', { mimeType: 'image/webp' }],
    ['', 'image', { mimeType: 'image/gif' }],
    ['error media_type_unsupported media[1]', 'image', { mimeType: 'image/svg+xml' }],
    ['error media_type_unsupported media[1]', 'image', { mimeType: 'image/tiff' }],
    ['warning media_too_large_soon media[1]', 'gif', { size: 15 * MB }],
    ['error media_too_large media[1]', 'gif', { size: 15 * MB + 1 }],
    ['', 'gif', { width: 1280, height: 1080 }],
    ['error media_dimensions media[1]', 'gif', { width: 1281, height: 1080 }],
    ['error media_dimensions media[1]', 'gif', { width: 1280, height: 1081 }],
    ['error media_type_unsupported media[1]', 'gif', { mimeType: 'image/webp' }],
    ['', 'video', { mimeType: 'video/quicktime' }],
    ['error media_type_unsupported media[1]', 'video', { mimeType: 'video/webm' }],
    ['error media_too_large media[1]', 'video', { size: 1000 * MB + 1 }],
    ['', 'video', { width: 720, height: 1280 }],
    ['warning media_dimensions_large media[1]', 'video', { width: 1920, height: 1080 }],
    ['error media_dimensions media[1]', 'video', { width: 31, height: 40 }],
    ['', 'video', { width: 900, height: 300 }],
    ['error media_aspect_ratio media[1]', 'video', { width: 901, height: 300 }],
    ['error media_aspect_ratio media[1]', 'video', { width: 300, height: 901 }],
    ['error video_too_short media[1]', 'video', { durationMs: 499 }],
    ['', 'video', { durationMs: 500 }],
    ['warning video_too_long_soon media[1]', 'video', { durationMs: 1_200_000 }],
    ['error video_too_long media[1]', 'video', { durationMs: 1_200_001 }],
    ['', 'image', { altText: 'a'.repeat(900) }],
    ['warning alt_text_too_long_soon media[1].altText', 'image', { altText: 'a'.repeat(1000) }],
    ['error alt_text_too_long media[1].altText', 'gif', { altText: '😀'.repeat(1001) }],
    ['warning alt_text_lost media[1].altText', 'video', { altText: 'A dog' }],
  ]
  for (const [expected, kind, more] of cases) {
    t.equal(one(kind, more), expected, `${kind} ${JSON.stringify(more).slice(0, 80)}`)
  }
  t.equal(one('video', { durationMs: 6_000_000 }, premium), '', 'Premium has longer videos')
  t.equal(one('video', { durationMs: 7_500_001 }, premium), 'error video_too_long media[1]')
})

t.test(
  'a poll has 2 to 4 answers of 1 to 25 characters and lasts 5 minutes to 7 days',
  async (t) => {
    const poll = (answers: string[], durationMinutes: unknown = 60) =>
      found(draft({ options: { poll: { options: answers, durationMinutes } } }))
    t.same(poll(['yes', 'no']), [])
    t.same(poll(['😀'.repeat(25), 'no'], 5), [])
    t.same(poll(['a', 'b', 'c', 'd'], 10_080), [])
    t.same(poll(['yes']), ['error poll_options_count options.poll.options'])
    t.same(poll(['a', 'b', 'c', 'd', 'e']), ['error poll_options_count options.poll.options'])
    t.same(poll(['yes', '']), ['error poll_option_length options.poll.options[1]'])
    t.same(poll(['a'.repeat(26), 'no']), ['error poll_option_length options.poll.options[0]'])
    t.same(poll(['yes', 'no'], 4), ['error poll_duration options.poll.durationMinutes'])
    t.same(poll(['yes', 'no'], 10_081), ['error poll_duration options.poll.durationMinutes'])
    t.same(poll(['yes', 'no'], 7.5), ['error poll_duration options.poll.durationMinutes'])
    t.same(poll(['yes', 'no'], 'an hour'), ['error options_invalid options'])
  },
)

t.test('a poll, a quote and media exclude each other', async (t) => {
  const poll = { options: ['yes', 'no'], durationMinutes: 60 }
  t.same(found(draft({ media: [picture()], options: { poll } })), [
    'error options_exclusive options.poll',
  ])
  t.same(found(draft({ options: { poll, quotePostId: '7' } }), ordinary, quoting), [
    'error options_exclusive options.poll',
  ])
  t.same(found(draft({ media: [picture()], options: { quotePostId: '7' } }), ordinary, quoting), [
    'error options_exclusive options.quotePostId',
  ])
})

t.test('a quote is refused unless the operator may quote', async (t) => {
  const quote = draft({ options: { quotePostId: '7' } })
  t.same(found(quote), ['error quote_not_allowed options.quotePostId'])
  t.same(found(quote, ordinary, { ...settings, quotesAllowed: true }), [])
})

t.test('unknown options and values are refused, in the schema as well', async (t) => {
  const schema = connector.capabilities.options
  for (const bad of [
    { replySettings: 'everyone' },
    { quotePostId: 'abc' },
    { madeWithAi: 'yes' },
    { privacy: 'public' },
  ]) {
    t.ok(found(draft({ options: bad })).includes('error options_invalid options'))
    t.notOk(Value.Check(schema, bad), JSON.stringify(bad))
  }
  const good = { replySettings: 'mentionedUsers', madeWithAi: true, paidPartnership: false }
  t.same(found(draft({ options: good })), [])
  t.ok(Value.Check(schema, good))
})

t.test('every issue says what to do', async (t) => {
  const { issues } = connector.validate(
    [draft({ text: `${'a'.repeat(300)} $AB $CD example.com`, options: { quotePostId: 'x' } })],
    ordinary,
    settings,
  )
  t.ok(issues.length >= 4)
  for (const { message, remedy } of issues) {
    t.match(message, /^[A-Z].*\.$/)
    t.match(remedy, /^[A-Z].*\.$/)
  }
})
