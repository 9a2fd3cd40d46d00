import t from 'tap'
import type { DraftPart, MediaFacts } from '@t21/plugin-kit'
import { draft, picture, settings } from '../test/calls.ts'
import { connector } from './index.ts'
import { defaultLimits } from './limits.ts'

function codes(parts: readonly DraftPart[], limits: object = {}): string[] {
  const facts = { limits: { ...defaultLimits, ...limits }, visibility: null }
  return connector
    .validate(parts, facts, settings)
    .issues.filter(({ severity }) => severity === 'error')
    .map(({ code, field }) => `${code} ${field}`)
}

function withMedia(...media: MediaFacts[]): DraftPart {
  return draft({ media })
}

const clip = picture({ kind: 'video', mimeType: 'video/mp4' })

t.test('500 characters by default, and as many as the instance says', async (t) => {
  t.same(codes([draft({ text: 'x'.repeat(500) })]), [])
  t.same(codes([draft({ text: 'x'.repeat(501) })]), ['text_too_long text'])
  t.same(codes([draft({ text: 'x'.repeat(5000) })], { maxCharacters: 5000 }), [])
  const long = draft({ text: 'x'.repeat(460) })
  t.match(connector.validate([long], null, settings), {
    counted: [{ field: 'text', length: 460, limit: 500 }],
    issues: [{ severity: 'warning', code: 'text_too_long_soon' }],
  })
})

t.test('a content warning counts in every post of its thread', async (t) => {
  const options = { contentWarning: 'w'.repeat(10) }
  const parts = [
    draft({ text: 'x'.repeat(490), options }),
    draft({ kind: 'thread', position: 1, text: 'x'.repeat(491) }),
  ]
  t.same(codes(parts), ['text_too_long thread[0].text'])
})

t.test('a post needs words or media, and a poll needs words', async (t) => {
  t.same(codes([draft({ text: ' ' })]), ['text_empty text'])
  t.same(codes([draft({ text: '', media: [picture()] })]), [])
  t.same(codes([draft({ text: '', options: { contentWarning: 'Eggs' } })]), [])
  const poll = { options: ['a', 'b'], durationMinutes: 5 }
  t.same(codes([draft({ text: '', options: { poll } })]), ['text_empty text'])
  t.same(codes([draft({ text: 'half \ud83d' })]), ['text_forbidden_characters text'])
})

t.test('four pictures and GIFs together, or one video, and no documents', async (t) => {
  const moving = picture({ kind: 'gif', mimeType: 'image/gif' })
  t.same(codes([withMedia(picture(), moving, picture(), moving)]), [])
  t.same(codes([withMedia(...Array.from({ length: 5 }, () => picture()))]), [
    'too_many_media media',
  ])
  t.same(codes([withMedia(...Array.from({ length: 5 }, () => picture()))], { maxMedia: 8 }), [])
  t.same(codes([withMedia(clip)]), [])
  t.same(codes([withMedia(clip, picture())]), ['media_mixed media'])
  const pdf = picture({ kind: 'document', mimeType: 'application/pdf' })
  t.same(codes([withMedia(pdf)]), ['media_type_unsupported media[0]'])
})

t.test('files are smaller than the limit, of a known type, and not too wide or fast', async (t) => {
  const { imageBytes, videoBytes, imagePixels } = defaultLimits
  t.same(codes([withMedia(picture({ size: imageBytes - 1 }))]), [])
  t.same(codes([withMedia(picture({ size: imageBytes }))]), ['media_too_large media[0]'])
  t.same(codes([withMedia({ ...clip, size: videoBytes - 1 })]), [])
  t.same(codes([withMedia({ ...clip, size: videoBytes })]), ['media_too_large media[0]'])
  const only = { mimeTypes: ['image/jpeg'] }
  t.same(codes([withMedia(picture())], only), ['media_type_unsupported media[0]'])
  t.same(codes([withMedia(picture({ width: imagePixels, height: 1 }))]), [])
  t.same(codes([withMedia(picture({ width: imagePixels + 1, height: 1 }))]), [
    'media_too_many_pixels media[0]',
  ])
  t.same(codes([withMedia({ ...clip, frameRate: 120 })]), [])
  t.same(codes([withMedia({ ...clip, frameRate: 121 })]), ['video_too_fast media[0]'])
  t.same(codes([withMedia(picture({ altText: '🙂'.repeat(1500) }))]), [])
  t.same(codes([withMedia(picture({ altText: '🙂'.repeat(1501) }))]), [
    'alt_text_too_long media[0].altText',
  ])
})

t.test(
  'polls: two to four different answers of fifty characters, five minutes to a month, no media',
  async (t) => {
    const poll = (more: object, media: MediaFacts[] = []) =>
      codes([
        draft({ media, options: { poll: { options: ['a', 'b'], durationMinutes: 5, ...more } } }),
      ])
    t.same(poll({}), [])
    t.same(poll({ options: ['a', 'b', 'c', 'd', 'e'] }), ['poll_answers options.poll.options'])
    t.same(poll({ options: ['a', ' a'] }), ['poll_answers_alike options.poll.options'])
    t.same(poll({ options: ['a', 'b'.repeat(51)] }), [
      'poll_answer_too_long options.poll.options[1]',
    ])
    t.same(poll({ durationMinutes: 4 }), ['poll_duration options.poll.durationMinutes'])
    t.same(poll({ durationMinutes: 43_829 }), [])
    t.same(poll({ durationMinutes: 43_830 }), ['poll_duration options.poll.durationMinutes'])
    t.same(poll({}, [picture()]), ['poll_with_media options.poll'])
  },
)

t.test('no first comment, and threads of fifty', async (t) => {
  const comment = draft({ kind: 'first_comment', position: 1, text: 'x'.repeat(600) })
  t.same(codes([draft(), comment]), ['part_unsupported firstComment'])
  const thread = Array.from({ length: 51 }, (_, position) =>
    draft(position === 0 ? {} : { kind: 'thread', position }),
  )
  t.same(codes(thread.slice(0, 50)), [])
  t.same(codes(thread), ['thread_too_long thread'])
})

t.test('pictures are fitted to the instance', async (t) => {
  const facts = {
    limits: { ...defaultLimits, imageBytes: 1000, mimeTypes: ['image/png', 'video/mp4'] },
    visibility: null,
  }
  t.match(connector.fit?.(withMedia(picture(), clip), facts), [
    { mimeTypes: ['image/png'], maxBytes: 999, maxPixels: defaultLimits.imagePixels },
    null,
  ])
})
