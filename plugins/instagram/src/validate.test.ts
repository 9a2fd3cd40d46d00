import { Value } from 'typebox/value'
import t from 'tap'
import type { DraftPart, MediaFacts } from '@t21/plugin-kit'
import { draft, factsBy, picture, settings } from '../test/calls.ts'
import type { Login } from './facts.ts'
import { connector } from './index.ts'

const MB = 1_000_000
const image = (more: Partial<MediaFacts> = {}) =>
  picture({ mimeType: 'image/jpeg', width: 1080, height: 1080, ...more })
const video = (more: Partial<MediaFacts> = {}): MediaFacts => ({
  id: 'video-1',
  kind: 'video',
  mimeType: 'video/mp4',
  size: 5 * MB,
  width: 1080,
  height: 1920,
  durationMs: 20_000,
  videoCodec: 'h264',
  audioCodec: 'aac',
  frameRate: 30,
  ...more,
})
const post = (more: Partial<DraftPart> = {}) => draft({ media: [image()], ...more })
const reel = (more: Partial<MediaFacts> = {}) => draft({ media: [video(more)] })
const story = (...media: MediaFacts[]) => draft({ text: '', media, options: { format: 'story' } })

function found(parts: DraftPart | DraftPart[], login: Login | null = null): string[] {
  return connector
    .validate([parts].flat(), login && factsBy(login), settings)
    .issues.map(({ severity, code, field }) => `${severity} ${code} ${field}`)
}

t.test('a picture, a carousel, a reel and a story as they should be have no issues', async (t) => {
  const carousel = draft({ media: [image(), video()] })
  const cover = image({ width: 1080, height: 1920 })
  const covered = draft({ media: [video(), cover], options: { format: 'reel', shareToFeed: true } })
  for (const part of [post(), carousel, reel(), covered, story(cover), story(video())]) {
    t.same(found(part), [])
  }
  t.same(connector.validate([post()], null, settings).counted, [
    { field: 'text', length: 5, limit: 2_200 },
  ])
})

t.test('the text ends at 2,200 UTF-16 units, and is warned of above 1,980', async (t) => {
  t.same(found(post({ text: 'a'.repeat(1_980) })), [])
  t.same(found(post({ text: 'a'.repeat(2_200) })), ['warning text_too_long_soon text'])
  t.same(found(post({ text: '🙂'.repeat(1_100) })), ['warning text_too_long_soon text'])
  t.same(found(post({ text: `${'🙂'.repeat(1_100)}a` })), ['error text_too_long text'])
  t.same(found(post({ text: 'a\ud800' })), ['error text_forbidden_characters text'])
  t.same(found(post({ text: '' })), [])
})

t.test('hashtags and mentions are counted', async (t) => {
  const many = (mark: string, count: number) =>
    post({ text: Array.from({ length: count }, (_, index) => `${mark}a${index}`).join(' ') })
  t.same(found(many('#', 5)), [])
  t.same(found(many('#', 6)), ['warning many_hashtags text'])
  t.same(found(many('#', 30)), ['warning many_hashtags text'])
  t.same(found(many('#', 31)), ['error too_many_hashtags text'])
  t.same(found(many('@', 20)), [])
  t.same(found(many('@', 21)), ['error too_many_mentions text'])
})

t.test('every post needs media, and of a number that its form has', async (t) => {
  t.same(found(draft()), ['error media_missing media'])
  t.same(found(draft({ media: Array.from({ length: 10 }, () => image()) })), [])
  t.same(found(draft({ media: Array.from({ length: 11 }, () => image()) })), [
    'error too_many_media media',
  ])
  t.same(found(story(video(), video())), ['error too_many_media media'])
  const asReel = (...media: MediaFacts[]) => draft({ media, options: { format: 'reel' } })
  t.same(found(asReel(image({ height: 1920 }))), ['error reel_media media'])
  t.same(found(asReel(video(), video())), ['error reel_media media'])
  const cover = image({ height: 1920 })
  t.same(found(asReel(video(), cover, cover)), ['error reel_media media'])
})

t.test('GIFs, documents and pictures that are not JPEG are refused', async (t) => {
  const gif = picture({ kind: 'gif', mimeType: 'image/gif' })
  const pdf = picture({ kind: 'document', mimeType: 'application/pdf' })
  for (const file of [gif, pdf, image({ mimeType: 'image/png' })]) {
    t.same(found(post({ media: [file] })), ['error media_type_unsupported media[0]'])
  }
})

t.test('a picture of the feed is between 4:5 and 1.91:1, and 8 MiB at most', async (t) => {
  const of = (width: number, height: number) => post({ media: [image({ width, height })] })
  t.same(found(of(800, 1_000)), [])
  t.same(found(of(799, 1_000)), ['error media_aspect_ratio media[0]'])
  t.same(found(of(1_910, 1_000)), [])
  t.same(found(of(1_911, 1_000)), ['error media_aspect_ratio media[0]'])
  const sized = (size: number) => post({ media: [image({ size })] })
  t.same(found(sized(8 * 1024 * 1024)), ['warning media_too_large_soon media[0]'])
  t.same(found(sized(8 * 1024 * 1024 + 1)), ['error media_too_large media[0]'])
})

t.test('a story or a cover may have another shape than 9:16, and is told of it', async (t) => {
  t.same(found(story(image())), ['warning media_not_upright media[0]'])
  t.same(found(story(video({ width: 1_000, height: 1_000 }))), [
    'warning media_not_upright media[0]',
  ])
  t.same(found(story(image({ height: 1_920, size: 8 * MB + 1 }))), [
    'error media_too_large media[0]',
  ])
})

t.test('a reel is 3 s to 15 min and 300 MB, a story 3 to 60 s and 100 MB', async (t) => {
  const rows: [DraftPart, string[]][] = [
    [reel({ durationMs: 2_999 }), ['error video_too_short media[0]']],
    [reel({ durationMs: 3_000 }), []],
    [reel({ durationMs: 900_000 }), ['warning video_too_long_soon media[0]']],
    [reel({ durationMs: 900_001 }), ['error video_too_long media[0]']],
    [reel({ durationMs: 7_200_000 }), ['error video_too_long media[0]']],
    [reel({ size: 300 * MB }), ['warning media_too_large_soon media[0]']],
    [reel({ size: 300 * MB + 1 }), ['error media_too_large media[0]']],
    [story(video({ durationMs: 60_000 })), ['warning video_too_long_soon media[0]']],
    [story(video({ durationMs: 60_001 })), ['error video_too_long media[0]']],
    [story(video({ size: 100 * MB + 1 })), ['error media_too_large media[0]']],
  ]
  for (const [part, issues] of rows) t.same(found(part), issues)
})

t.test('codecs, frame rate, width and shape of a video', async (t) => {
  const rows: [Partial<MediaFacts>, string][] = [
    [{ videoCodec: 'vp9' }, 'error video_codec media[0]'],
    [{ audioCodec: 'opus' }, 'error audio_codec media[0]'],
    [{ frameRate: 22.9 }, 'error frame_rate media[0]'],
    [{ frameRate: 60.1 }, 'error frame_rate media[0]'],
    [{ mimeType: 'video/webm' }, 'error media_type_unsupported media[0]'],
    [{ width: 1_921, height: 3_415 }, 'error media_dimensions media[0]'],
    [{ width: 1_001, height: 100 }, 'error media_aspect_ratio media[0]'],
    [{ width: 10, height: 1_001 }, 'error media_aspect_ratio media[0]'],
    [{ width: 1_000, height: 100 }, 'warning media_not_upright media[0]'],
  ]
  for (const [more, issue] of rows) t.same(found(reel(more)), [issue])
  const bare: MediaFacts = { id: 'v', kind: 'video', mimeType: 'video/quicktime', size: 1 }
  t.same(found(draft({ media: [bare] })), [], 'what T21 could not tell')
})

t.test('long videos in a carousel are doubtful', async (t) => {
  const of = (more: Partial<MediaFacts>) => draft({ media: [image(), video(more)] })
  t.same(found(of({ durationMs: 60_000, size: 100 * MB })), [])
  t.same(found(of({ durationMs: 60_001 })), ['warning carousel_video_large media[1]'])
  t.same(found(of({ size: 100 * MB + 1 })), ['warning carousel_video_large media[1]'])
})

t.test('alternative texts are for pictures of the feed', async (t) => {
  const of = (altText: string) => post({ media: [image({ altText })] })
  t.same(found(of('a'.repeat(900))), [])
  t.same(found(of('a'.repeat(1_001))), ['error alt_text_too_long media[0].altText'])
  t.same(found(reel({ altText: 'A cat' })), ['warning alt_text_lost media[0].altText'])
  t.same(found(story(image({ height: 1920, altText: 'A cat' }))), [
    'warning alt_text_lost media[0].altText',
  ])
})

t.test('a story has no text, no first comment, no collaborators and no place', async (t) => {
  const told = { ...story(video()), text: 'Hello' }
  t.same(found(told), ['warning text_lost text'])
  const comment = draft({ kind: 'first_comment', position: 1, text: 'First!' })
  t.same(found([story(video()), comment]), ['error comment_on_story firstComment'])
  const options = { format: 'story', collaborators: ['eve'], locationId: '7' }
  t.same(found({ ...story(video()), options }), [
    'error option_not_for_format options.collaborators',
    'error option_not_for_format options.locationId',
  ])
})

t.test('the options of a reel are for reels', async (t) => {
  const options = {
    shareToFeed: true,
    coverOffsetMs: 1_000,
    audioName: 'Song',
    trialReel: 'manual',
  }
  t.same(found(draft({ media: [video()], options })), [])
  t.same(
    found(draft({ media: [image(), video()], options: { shareToFeed: true } })),
    [],
    'which Meta lists for the parent of a carousel as well',
  )
  t.same(
    found(post({ options })),
    Object.keys(options).map((name) => `error option_not_for_format options.${name}`),
  )
  const late = { coverOffsetMs: 20_001 }
  t.same(found(draft({ media: [video()], options: late })), [
    'error cover_offset options.coverOffsetMs',
  ])
})

t.test('partnerships are for accounts by Facebook Login', async (t) => {
  const part = post({ options: { paidPartnership: true, sponsorIds: ['1'] } })
  t.same(found(part, 'facebook'), [])
  t.same(found(part, null), [], 'no account is known yet')
  t.same(found(part, 'instagram'), [
    'error option_needs_facebook_login options.paidPartnership',
    'error option_needs_facebook_login options.sponsorIds',
  ])
})

t.test('a tag needs a place on a picture, and has none in a video', async (t) => {
  const tags = (userTags: unknown[], more: Partial<DraftPart> = {}) =>
    found(post({ ...more, options: { ...more.options, userTags } }))
  t.same(tags([{ username: 'bob', x: 0, y: 1 }]), [])
  t.same(tags([{ username: 'bob' }]), ['error tag_place options.userTags[0]'])
  t.same(tags([{ username: 'bob', x: 0.5 }]), ['error tag_place options.userTags[0]'])
  t.same(tags([{ username: 'bob', x: 0.5, y: 0.5, media: 1 }]), [
    'error tag_media options.userTags[0].media',
  ])
  const inVideo = { media: [image(), video()] }
  t.same(tags([{ username: 'bob', media: 1 }], inVideo), [])
  t.same(tags([{ username: 'bob', x: 0.5, y: 0.5, media: 1 }], inVideo), [
    'error tag_place options.userTags[0]',
  ])
  const onStory = { text: '', media: [video()], options: { format: 'story' } }
  t.same(tags([{ username: 'bob' }], onStory), [])
})

t.test('options that are none of Instagram’s are refused by the schema', async (t) => {
  const { options } = connector.capabilities
  for (const wrong of [
    { privacy: 'public' },
    { format: 'igtv' },
    { collaborators: ['a', 'b', 'c', 'd'] },
    { collaborators: ['@bob'] },
    { userTags: [{ username: 'bob', x: 1.1, y: 0 }] },
    { sponsorIds: ['1', '2', '3'] },
    { coverOffsetMs: -1 },
  ]) {
    t.notOk(Value.Check(options, wrong), JSON.stringify(wrong))
    t.same(found(post({ options: wrong })), ['error options_invalid options'])
  }
})

t.test('a first comment needs a text and takes no files; the rest is only doubtful', async (t) => {
  const comment = (text: string, media: MediaFacts[] = []) =>
    found([post(), draft({ kind: 'first_comment', position: 1, text, media })])
  t.same(comment('First! #a #b https://example.com'), [])
  t.same(comment(' '), ['error text_empty firstComment'])
  t.same(comment('First!', [image()]), ['error comment_media firstComment.media'])
  const doubtful = 'warning comment_doubtful firstComment'
  t.same(comment(`a${'b'.repeat(300)}`), [doubtful])
  t.same(comment('a #a #b #c #d #e'), [doubtful])
  t.same(comment('a https://a.example https://b.example'), [doubtful])
  t.same(comment('FIRST!'), [doubtful])
})

t.test('there are no threads', async (t) => {
  const next = draft({ kind: 'thread', position: 1, text: 'And more' })
  t.same(found([post(), next]), ['error thread_unsupported thread[0].text'])
})
