import fc from 'fast-check'
import t from 'tap'
import type { DraftPart, MediaFacts, ValidationIssue } from '@t21/plugin-kit'
import { draft, picture, settings } from '../test/calls.ts'
import { connector } from './index.ts'

const MB = 1024 * 1024

const issuesOf = (...parts: DraftPart[]) => connector.validate(parts, null, settings).issues
const codes = (issues: readonly ValidationIssue[], severity: 'error' | 'warning' = 'error') =>
  issues.filter((issue) => issue.severity === severity).map(({ code, field }) => `${code} ${field}`)
const errors = (...parts: DraftPart[]) => codes(issuesOf(...parts))
const warnings = (...parts: DraftPart[]) => codes(issuesOf(...parts), 'warning')

const film = (more: Partial<MediaFacts> = {}) =>
  picture({
    kind: 'video',
    mimeType: 'video/mp4',
    size: 1000,
    width: 1080,
    height: 1920,
    durationMs: 30_000,
    videoCodec: 'h264',
    audioCodec: 'aac',
    frameRate: 30,
    ...more,
  })
const reel = (more: Partial<MediaFacts> = {}) =>
  draft({ media: [film(more)], options: { format: 'reel' } })
const story = (more: Partial<MediaFacts> = {}) =>
  draft({ text: '', media: [film(more)], options: { format: 'story' } })

t.test('ordinary posts of every form are fine', async (t) => {
  for (const each of [
    draft(),
    draft({ text: '', options: { link: 'https://example.com' } }),
    draft({ text: '', media: [picture()] }),
    draft({ media: Array.from({ length: 10 }, () => picture({ altText: 'A dog' })) }),
    draft({ media: [film({ mimeType: 'video/quicktime', videoCodec: 'prores' })] }),
    reel(),
    story(),
    draft({ text: '', media: [picture()], options: { format: 'story' } }),
  ]) {
    t.same(issuesOf(each), [])
  }
})

t.test('every issue names a field and a remedy', async (t) => {
  const everything = issuesOf(
    draft({ text: 'x'.repeat(63_207), media: [film({ size: 1 }), picture({ size: 11 * MB })] }),
    draft({ kind: 'thread', position: 1 }),
    draft({ kind: 'first_comment', position: 2, text: '', media: [picture()] }),
  )
  t.ok(everything.length >= 5)
  for (const issue of everything) {
    t.match(issue.message, /^[A-Z].*\.$/)
    t.match(issue.remedy, /^[A-Z].*\.$/)
    t.ok(issue.field)
  }
})

t.test('a text is counted in UTF-16: the stricter reading of "characters"', async () => {
  const characters = fc.constantFrom('a', 'ä', '語', '👍', '🏽', '\n')
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 50 }), (some) => {
      const { counted } = connector.validate([draft({ text: some.join('') })], null, settings)
      return counted[0]?.length === some.join('').length && counted[0].limit === 63_206
    }),
  )
  fc.assert(
    fc.property(characters, fc.integer({ min: -2, max: 2 }), (character, more) => {
      const text = character.repeat(Math.floor((63_206 + more) / character.length))
      const refused = errors(draft({ text: `${text}` })).includes('text_too_long text')
      return refused === text.length > 63_206
    }),
    { numRuns: 20 },
  )
})

t.test('an empty post, and an empty comment, are refused', async (t) => {
  t.same(errors(draft({ text: ' ' })), ['text_empty text'])
  const comment = draft({ kind: 'first_comment', position: 1, text: '' })
  t.same(errors(draft(), comment), ['text_empty firstComment'])
  const long = { ...comment, text: 'x'.repeat(8_001) }
  t.same(warnings(draft(), long), ['comment_long firstComment'])
})

t.test('Facebook has no threads, and no comments below stories', async (t) => {
  const thread = draft({ kind: 'thread', position: 1 })
  t.same(errors(draft(), thread), ['thread_unsupported thread[0].text'])
  const comment = draft({ kind: 'first_comment', position: 1 })
  t.same(errors(story(), comment), ['comment_unsupported firstComment'])
  t.same(errors(reel(), comment), [])
  t.same(errors(draft(), { ...comment, media: [picture()] }), [
    'media_unsupported firstComment.media',
  ])
})

t.test('a Page takes ten pictures or one video', async (t) => {
  const eleven = Array.from({ length: 11 }, () => picture())
  t.same(errors(draft({ media: eleven })), ['too_many_media media'])
  t.same(errors(draft({ media: [film(), film()] })), ['too_many_media media'])
  t.same(errors(draft({ media: [film(), picture()] })), ['media_mixed media'])
  t.same(errors(draft({ media: [picture({ kind: 'gif', mimeType: 'image/gif' }), picture()] })), [])
  const document = picture({ kind: 'document', mimeType: 'application/pdf' })
  t.same(errors(draft({ media: [document] })), ['media_type_unsupported media[0]'])
})

t.test('a picture has a type and a size', async (t) => {
  const one = (more: Partial<MediaFacts>) => draft({ media: [picture(more)] })
  t.same(errors(one({ size: 10 * MB })), [])
  t.same(errors(one({ size: 10 * MB + 1 })), ['media_too_large media[0]'])
  t.same(errors(one({ mimeType: 'image/webp' })), ['media_type_unsupported media[0]'])
  t.same(warnings(one({ size: MB + 1 })), ['png_large media[0]'])
  t.same(warnings(one({ size: MB + 1, mimeType: 'image/jpeg' })), [])
  t.same(errors(one({ altText: 'x'.repeat(1001) })), ['alt_text_too_long media[0].altText'])
})

t.test('a video in the feed has a type, a size and a length', async (t) => {
  const one = (more: Partial<MediaFacts>) => draft({ media: [film(more)] })
  t.same(errors(one({ size: 10 * 1024 * MB + 1 })), ['media_too_large media[0]'])
  t.same(errors(one({ durationMs: 240 * 60_000 })), [])
  t.same(errors(one({ durationMs: 240 * 60_000 + 1 })), ['video_too_long media[0]'])
  t.same(errors(one({ mimeType: 'video/webm' })), ['media_type_unsupported media[0]'])
  t.same(warnings(one({ altText: 'A dog' })), ['alt_text_lost media[0].altText'])
})

t.test('reels and video stories have one table, and lengths of their own', async (t) => {
  const rows: [Partial<MediaFacts>, string[]][] = [
    [{ mimeType: 'video/quicktime' }, ['media_type_unsupported media[0]']],
    [{ videoCodec: 'prores' }, ['video_codec media[0]']],
    [{ videoCodec: 'hevc' }, []],
    [{ audioCodec: 'mp3' }, ['audio_codec media[0]']],
    [{ width: 540, height: 960 }, []],
    [{ width: 538, height: 956 }, ['media_dimensions media[0]']],
    [{ width: 1080, height: 1080 }, ['media_aspect_ratio media[0]']],
    [{ width: 1920, height: 1080 }, ['media_aspect_ratio media[0]']],
    [{ width: 608, height: 1080 }, []],
    [{ frameRate: 23 }, ['video_frame_rate media[0]']],
    [{ frameRate: 23.976 }, []],
    [{ frameRate: 60 }, []],
    [{ frameRate: 61 }, ['video_frame_rate media[0]']],
    [{ durationMs: 2_999 }, ['video_too_short media[0]']],
    [{ durationMs: 3_000 }, []],
    [{ size: 300 * MB + 1 }, ['media_too_large media[0]']],
  ]
  for (const [more, expected] of rows) {
    t.same(errors(reel(more)), expected, JSON.stringify(more))
    t.same(errors(story(more)), expected, JSON.stringify(more))
  }
  t.same(errors(reel({ durationMs: 90_000 })), [])
  t.same(errors(reel({ durationMs: 90_001 })), ['video_too_long media[0]'])
  t.same(errors(story({ durationMs: 60_000 })), [])
  t.same(errors(story({ durationMs: 60_001 })), ['video_too_long media[0]'])
  const bare = picture({ kind: 'video', mimeType: 'video/mp4' })
  t.same(issuesOf(draft({ media: [bare], options: { format: 'reel' } })), [], 'nothing is known')
})

t.test('a reel is one video, a story one file, without a text', async (t) => {
  const reelOf = (...media: MediaFacts[]) => draft({ media, options: { format: 'reel' } })
  for (const each of [reelOf(), reelOf(picture()), reelOf(film(), film())]) {
    t.ok(errors(each).includes('reel_media media'))
  }
  const storyOf = (...media: MediaFacts[]) =>
    draft({ text: '', media, options: { format: 'story' } })
  t.same(errors(storyOf()), ['story_media media'])
  t.same(errors(storyOf(picture(), picture())), ['story_media media'])
  t.same(warnings(draft({ media: [picture()], options: { format: 'story' } })), ['text_lost text'])
  t.same(warnings(storyOf(picture({ altText: 'A dog' }))), ['alt_text_lost media[0].altText'])
})

t.test('options belong to their forms', async (t) => {
  const link = 'https://example.com'
  const rows: [DraftPart, string[]][] = [
    [draft({ media: [picture()], options: { link } }), ['option_not_here options.link']],
    [draft({ options: { title: 'A' } }), ['option_not_here options.title']],
    [draft({ media: [film()], options: { title: 'A', targeting: { countries: ['DE'] } } }), []],
    [draft({ media: [film()], options: { placeId: '1' } }), ['option_not_here options.placeId']],
    [draft({ media: [picture()], options: { placeId: '1' } }), []],
    [
      { ...reel(), options: { format: 'reel', targeting: { countries: ['DE'] } } },
      ['option_not_here options.targeting'],
    ],
    [
      draft({ options: { textFormatPresetId: '1', link } }),
      ['options_exclusive options.textFormatPresetId'],
    ],
    [draft({ options: { link: 'https://www.facebook.com/x' } }), ['link_to_facebook options.link']],
    [draft({ options: { link: 'https://notfacebook.com/x' } }), []],
    [draft({ options: { link: 'https://a b' } }), ['options_invalid options']],
    [draft({ options: { link: 'https://[' } }), ['link_invalid options.link']],
    [draft({ options: { privacy: 'friends' } }), ['options_invalid options']],
    [draft({ options: { targeting: { countries: ['Germany'] } } }), ['options_invalid options']],
    [draft({ options: { format: 'postcard' } }), ['options_invalid options']],
  ]
  for (const [each, expected] of rows) t.same(errors(each), expected, JSON.stringify(each.options))
  const coloured = draft({ text: 'x'.repeat(131), options: { textFormatPresetId: '1' } })
  t.same(warnings(coloured), ['coloured_text_long options.textFormatPresetId'])
})

t.test('a person without the role is told before anything is sent', async (t) => {
  const issues = (tasks: unknown) =>
    codes(connector.validate([draft()], { tasks }, settings).issues)
  t.same(issues(['ANALYZE', 'MODERATE']), ['page_role_missing account'])
  t.same(issues(['CREATE_CONTENT']), [])
  t.same(issues(['MANAGE']), [])
  t.same(issues(null), [], 'Facebook did not tell')
})

t.test('pictures are fitted to what Facebook takes; animations and videos stay', async (t) => {
  const media = [picture(), film(), picture({ kind: 'gif', mimeType: 'image/gif' })]
  t.same(connector.fit?.(draft({ media }), null), [
    { mimeTypes: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 10 * MB },
    null,
    null,
  ])
})
