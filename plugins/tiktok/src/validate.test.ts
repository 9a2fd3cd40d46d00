import { Value } from 'typebox/value'
import fc from 'fast-check'
import t from 'tap'
import type { AccountFacts, DraftPart, MediaFacts } from '@t21/plugin-kit'
import { draft, picture, publicFacts, settings } from '../test/calls.ts'
import { connector } from './index.ts'

const MB = 1_000_000
const unaudited = { ...settings, audited: false }

const film = (more: Partial<MediaFacts> = {}): MediaFacts =>
  picture({ id: 'video-1', kind: 'video', mimeType: 'video/mp4', durationMs: 20_000, ...more })
const photo = (more: Partial<MediaFacts> = {}): MediaFacts =>
  picture({ mimeType: 'image/jpeg', ...more })
const posted = (media: MediaFacts[], options = {}, text = 'Hello'): DraftPart =>
  draft({ text, media, options: { privacyLevel: 'PUBLIC_TO_EVERYONE', ...options } })

function found(
  parts: DraftPart | DraftPart[],
  facts: AccountFacts | null = publicFacts,
  by = settings,
): string[] {
  return connector
    .validate([parts].flat(), facts, by)
    .issues.map(({ severity, code, field }) => `${severity} ${code} ${field}`)
}

t.test('a good video and good photos have no issues and counted texts', async (t) => {
  t.same(connector.validate([posted([film()], {}, 'Grüße 😀')], publicFacts, settings), {
    issues: [],
    counted: [{ field: 'text', length: 8, limit: 2200 }],
  })
  t.same(connector.validate([posted([photo()], { title: 'T😀' })], publicFacts, settings), {
    issues: [],
    counted: [
      { field: 'text', length: 5, limit: 4000 },
      { field: 'options.title', length: 3, limit: 90 },
    ],
  })
  t.same(found(posted([photo()], {}, '')), [], 'a text is not needed')
})

t.test('texts end where TikTok ends them, in UTF-16 units', async (t) => {
  const rows: [MediaFacts, number][] = [
    [film(), 2200],
    [photo(), 4000],
  ]
  for (const [file, limit] of rows) {
    const text = (length: number) => found(posted([file], {}, 'a'.repeat(length)))
    t.same(text(limit * 0.9), [])
    t.same(text(limit), ['warning text_too_long_soon text'])
    t.same(text(limit + 1), ['error text_too_long text'])
    const emoji = '😀'.repeat(limit / 2)
    t.same(found(posted([file], {}, emoji)), ['warning text_too_long_soon text'])
    t.same(found(posted([file], {}, `${emoji}a`)), ['error text_too_long text'])
  }
  const title = (length: number) => found(posted([photo()], { title: 'a'.repeat(length) }))
  t.same(title(90), ['warning title_too_long_soon options.title'])
  t.same(title(91), ['error title_too_long options.title'])
})

t.test('whatever a text is made of, it counts as many units as TikTok gets', async (t) => {
  const words = fc.string({ unit: 'binary', maxLength: 30 })
  fc.assert(
    fc.property(words, fc.integer({ min: 0, max: 120 }), (word, times) => {
      const text = word.repeat(times)
      const units = Buffer.from(text, 'utf16le').length / 2
      const { issues, counted } = connector.validate([posted([film()], {}, text)], null, settings)
      const tooLong = issues.some(({ code }) => code === 'text_too_long')
      return counted[0]?.length === units && tooLong === units > 2200
    }),
    {
      numRuns: 40,
      examples: [
        ['😀', 1100],
        ['😀', 1101],
        ['e\u0301', 1101],
      ],
    },
  )
  t.pass('held')
})

t.test('a post is one video, or 1 to 35 photos, and nothing else', async (t) => {
  t.same(found(posted([])), ['error media_required media'])
  t.same(found(posted(Array.from({ length: 35 }, () => photo()))), [])
  t.same(found(posted(Array.from({ length: 36 }, () => photo()))), ['error too_many_media media'])
  t.same(found(posted([film(), film()])), ['error too_many_media media'])
  t.same(found(posted([film(), photo()])), ['error media_mixed media'])
  const gif = picture({ kind: 'gif', mimeType: 'image/gif' })
  const pdf = picture({ kind: 'document', mimeType: 'application/pdf' })
  t.same(found(posted([gif])), ['error media_kind_unsupported media[0]'])
  t.same(found(posted([pdf])), ['error media_kind_unsupported media[0]'])
})

t.test('each kind of media has its own limits', async (t) => {
  const rows: [string, MediaFacts][] = [
    ['', photo({ size: 18 * MB })],
    ['warning media_too_large_soon media[0]', photo({ size: 20 * MB })],
    ['error media_too_large media[0]', photo({ size: 20 * MB + 1 })],
    ['', photo({ mimeType: 'image/webp' })],
    ['error media_type_unsupported media[0]', photo({ mimeType: 'image/png' })],
    ['', photo({ width: 1080, height: 9000 })],
    ['', photo({ width: 9000, height: 1080 })],
    ['error media_dimensions media[0]', photo({ width: 1081, height: 1081 })],
    ['warning alt_text_lost media[0].altText', photo({ altText: 'A dog' })],
    ['warning media_too_large_soon media[0]', film({ size: 4000 * MB })],
    ['error media_too_large media[0]', film({ size: 4000 * MB + 1 })],
    ['', film({ mimeType: 'video/quicktime' })],
    ['', film({ mimeType: 'video/webm' })],
    ['error media_type_unsupported media[0]', film({ mimeType: 'video/x-matroska' })],
    ['', film({ videoCodec: 'h264' })],
    ['', film({ videoCodec: 'hevc' })],
    ['', film({ videoCodec: 'vp8' })],
    ['', film({ videoCodec: 'vp9' })],
    ['error video_codec_unsupported media[0]', film({ videoCodec: 'av1' })],
    ['error video_codec_unsupported media[0]', film({ videoCodec: 'prores' })],
    ['', film({ frameRate: 23 })],
    ['', film({ frameRate: 60 })],
    ['error video_frame_rate media[0]', film({ frameRate: 22.9 })],
    ['error video_frame_rate media[0]', film({ frameRate: 60.1 })],
    ['', film({ width: 720, height: 4096 })],
    ['warning media_dimensions_small media[0]', film({ width: 360, height: 719 })],
    ['error media_dimensions media[0]', film({ width: 359, height: 720 })],
    ['error media_dimensions media[0]', film({ width: 720, height: 4097 })],
    ['', film({ durationMs: 3000 })],
    ['warning video_short media[0]', film({ durationMs: 2999 })],
    ['warning video_too_long_soon media[0]', film({ durationMs: 300_000 })],
    ['error video_too_long media[0]', film({ durationMs: 300_001 })],
    ['warning alt_text_lost media[0].altText', film({ altText: 'A dog' })],
  ]
  for (const [expected, file] of rows) {
    t.equal(found(posted([file])).join(), expected, JSON.stringify(file))
  }
})

t.test('a video may be as long as the account, and ten minutes, allow', async (t) => {
  const ten = film({ durationMs: 600_000 })
  const long = { ...publicFacts, maxVideoSeconds: 3600 }
  t.same(found(posted([ten]), long), ['warning video_too_long_soon media[0]'])
  t.same(found(posted([film({ durationMs: 600_001 })]), long), ['error video_too_long media[0]'])
  const inbox = posted([ten], { mode: 'inbox', privacyLevel: undefined }, '')
  t.same(found(inbox), ['warning video_too_long_soon media[0]'], 'the limit is one of direct posts')
})

t.test('somebody has to choose who may see the post', async (t) => {
  const missing = draft({ media: [film()] })
  t.same(found(missing), ['error privacy_level_required options.privacyLevel'])
  t.same(found(missing, null), ['error privacy_level_required options.privacyLevel'])
  t.same(found(missing, null, unaudited), ['error privacy_level_required options.privacyLevel'])
  const [issue] = connector.validate([missing], publicFacts, settings).issues
  t.equal(issue?.remedy, 'Choose one of: PUBLIC_TO_EVERYONE, MUTUAL_FOLLOW_FRIENDS, SELF_ONLY.')
  const [unknown] = connector.validate([missing], null, settings).issues
  t.match(unknown?.remedy, /FOLLOWER_OF_CREATOR/)
})

t.test('the choice is one of those that TikTok offers the account', async (t) => {
  const followers = posted([film()], { privacyLevel: 'FOLLOWER_OF_CREATOR' })
  t.same(found(followers), ['error privacy_level_not_offered options.privacyLevel'])
  const own = { ...publicFacts, privacyLevels: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'] }
  t.same(found(followers, own), [])
  t.same(found(followers, null), ['warning privacy_level_unchecked options.privacyLevel'])
  t.same(found(followers, {}), ['warning privacy_level_unchecked options.privacyLevel'])
})

t.test('an app that was not audited posts for the owner alone, to private accounts', async (t) => {
  const forced = 'warning privacy_level_forced options.privacyLevel'
  const open = 'warning account_must_be_private options.privacyLevel'
  const own = { ...publicFacts, privacyLevels: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'] }
  const self = posted([film()], { privacyLevel: 'SELF_ONLY' })
  t.same(found(posted([film()]), own, unaudited), [forced])
  t.same(found(posted([film()]), publicFacts, unaudited), [forced, open])
  t.same(found(posted([film()]), null, unaudited), [forced])
  t.same(found(self, own, unaudited), [])
})

t.test('branded content is never for its author alone', async (t) => {
  const branded = (level: string) => posted([film()], { privacyLevel: level, brandedContent: true })
  const error = 'error branded_content_private options.brandedContent'
  t.same(found(branded('PUBLIC_TO_EVERYONE')), [])
  t.same(found(branded('SELF_ONLY')), [error])
  t.ok(found(branded('PUBLIC_TO_EVERYONE'), null, unaudited).includes(error), 'it is forced')
  t.same(found(posted([film()], { privacyLevel: 'SELF_ONLY', ownBrand: true })), [])
})

t.test('what TikTok has no place for is told, or refused where it must not get lost', async (t) => {
  const lost = (...names: string[]) => names.map((name) => `warning option_lost options.${name}`)
  const videoOptions = { allowDuet: true, allowStitch: true, coverTimestampMs: 5 }
  const photoOptions = { title: 'T', coverIndex: 0, autoAddMusic: true }
  t.same(
    found(posted([photo()], videoOptions)),
    lost('allowDuet', 'allowStitch', 'coverTimestampMs'),
  )
  t.same(found(posted([film()], photoOptions)), lost('title', 'coverIndex', 'autoAddMusic'))
  t.same(found(posted([film()], { autoAddMusic: false, allowDuet: false })), [])
  t.same(found(posted([photo()], { madeWithAi: true })), [
    'error ai_label_unsupported options.madeWithAi',
  ])
  t.same(found(posted([photo()], { source: 'FILE_UPLOAD' })), [
    'error source_unsupported options.source',
  ])
})

t.test('in the inbox the owner makes the settings, so ours are lost', async (t) => {
  const inbox = (media: MediaFacts, more = {}, text = '') =>
    found(posted([media], { mode: 'inbox', privacyLevel: undefined, ...more }, text), null)
  t.same(inbox(film()), [])
  t.same(inbox(film(), {}, 'Hello'), ['warning text_lost text'])
  t.same(inbox(photo(), { title: 'T' }, 'Hello'), [])
  t.same(inbox(film(), { privacyLevel: 'SELF_ONLY' }), [
    'warning privacy_level_lost options.privacyLevel',
  ])
  t.same(inbox(film(), { madeWithAi: true, brandedContent: true, allowComments: true }), [
    'warning option_lost options.allowComments',
    'warning option_lost options.brandedContent',
    'warning option_lost options.madeWithAi',
  ])
  t.same(inbox(photo(), { madeWithAi: true }), ['warning option_lost options.madeWithAi'])
})

t.test('a cover lies within the post', async (t) => {
  t.same(found(posted([film()], { coverTimestampMs: 20_000 })), [])
  t.same(found(posted([film()], { coverTimestampMs: 20_001 })), [
    'error cover_timestamp_after_end options.coverTimestampMs',
  ])
  t.same(found(posted([photo(), photo()], { coverIndex: 1 })), [])
  t.same(found(posted([photo(), photo()], { coverIndex: 2 })), [
    'error cover_index_unknown options.coverIndex',
  ])
})

t.test('what the owner has switched off stays off', async (t) => {
  const off = { ...publicFacts, commentsDisabled: true, duetDisabled: true, stitchDisabled: true }
  const all = { allowComments: true, allowDuet: true, allowStitch: true }
  t.same(found(posted([film()], all), off), [
    'warning interaction_disabled options.allowComments',
    'warning interaction_disabled options.allowDuet',
    'warning interaction_disabled options.allowStitch',
  ])
  t.same(found(posted([film()], all)), [])
})

t.test('TikTok has no threads and no first comments', async (t) => {
  t.same(
    found([
      posted([film()]),
      draft({ kind: 'thread', position: 1 }),
      draft({ kind: 'first_comment', position: 2 }),
    ]),
    ['error part_unsupported thread[0].text', 'error part_unsupported firstComment'],
  )
})

t.test('unknown options and values are refused, in the schema as well', async (t) => {
  const schema = connector.capabilities.options
  for (const bad of [
    { mode: 'draft' },
    { privacyLevel: '' },
    { allowComments: 'yes' },
    { coverTimestampMs: -1 },
    { coverIndex: 35 },
    { source: 'FTP' },
    { privacy: 'public' },
  ]) {
    t.ok(
      found(posted([film()], bad)).includes('error options_invalid options'),
      JSON.stringify(bad),
    )
    t.notOk(Value.Check(schema, bad), JSON.stringify(bad))
  }
})

t.test('every issue says what to do', async (t) => {
  const bad = posted([film({ videoCodec: 'av1', frameRate: 5, altText: 'x', durationMs: 1 })], {
    privacyLevel: 'FRIENDS',
    title: 'x',
    coverTimestampMs: 9,
  })
  const { issues } = connector.validate([bad], publicFacts, settings)
  t.ok(issues.length >= 7)
  for (const { message, remedy } of issues) {
    t.match(message, /^[A-Z].*\.$/)
    t.match(remedy, /^[A-Z].*\.$/)
  }
})

t.test('photos are fitted to JPEG or WebP and 1080 pixels on the shorter side', async (t) => {
  const fit = (...media: MediaFacts[]) => connector.fit?.(posted(media), null)
  const photoFit = { mimeTypes: ['image/jpeg', 'image/webp'], maxBytes: 20 * MB }
  t.same(
    fit(
      photo({ width: 3000, height: 2000 }),
      photo({ width: 2000, height: 3000 }),
      photo(),
      film(),
    ),
    [
      { ...photoFit, maxHeight: 1080 },
      { ...photoFit, maxWidth: 1080 },
      { ...photoFit, maxHeight: 1080 },
      null,
    ],
  )
})

t.test('a photo that was fitted as asked is never refused for its size', async (t) => {
  const side = fc.integer({ min: 1, max: 20_000 })
  fc.assert(
    fc.property(side, side, (width, height) => {
      const [wanted] = connector.fit?.(posted([photo({ width, height })]), null) ?? []
      const scale = Math.min(
        1,
        (wanted?.maxWidth ?? Infinity) / width,
        (wanted?.maxHeight ?? Infinity) / height,
      )
      const fitted = photo({ width: Math.round(width * scale), height: Math.round(height * scale) })
      return found(posted([fitted])).length === 0
    }),
  )
  t.pass('held')
})
