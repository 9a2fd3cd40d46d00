import { test } from 'tap'
import {
  altTextIssues,
  durationIssues,
  fileSizeIssues,
  mimeTypeIssues,
  tooManyMedia,
} from './validation.media.ts'
import { rangeIssue } from './validation.issues.ts'

const field = 'media[0]'
const network = 'X'

test('as many files as allowed are fine, and one more is not', (t) => {
  const given = { field: 'media', network, many: 'pictures', limit: 4, remedy: 'Remove some.' }
  t.same(tooManyMedia({ ...given, actual: 4 }), [])
  t.same(tooManyMedia({ ...given, actual: 5 }), [
    {
      severity: 'error',
      code: 'too_many_media',
      field: 'media',
      message: 'The post has 5 pictures; X allows 4.',
      remedy: 'Remove some.',
      limit: 4,
      actual: 5,
    },
  ])
  t.end()
})

test('a file may have as many bytes as allowed, and near the limit a person is warned', (t) => {
  const codes = (size: number) =>
    fileSizeIssues({ size }, field, { network, maxBytes: 1000 }).map(({ code }) => code)
  t.same(codes(900), [])
  t.same(codes(901), ['media_too_large_soon'])
  t.same(codes(1000), ['media_too_large_soon'])
  t.same(codes(1001), ['media_too_large'])
  t.match(fileSizeIssues({ size: 1001 }, field, { network, maxBytes: 1000, what: 'video' }), [
    {
      field,
      message: 'The video has 1001 bytes; X allows 1000.',
      remedy: 'Use a smaller version of the video.',
    },
  ])
  t.end()
})

test('a type has to be one of those that are taken, to the letter', (t) => {
  const of = (mimeType: string, by = network) =>
    mimeTypeIssues({ mimeType }, field, {
      network: by,
      mimeTypes: ['image/jpeg', 'image/png'],
      many: 'pictures',
      remedy: 'Convert it.',
    })
  t.same(of('image/png'), [])
  t.match(of('image/jp'), [{ code: 'media_type_unsupported', severity: 'error', field }])
  t.match(of('image/webp', 'this instance'), [
    { message: 'This instance does not take pictures of the type image/webp.' },
  ])
  t.end()
})

test('a video lasts from the least to the most seconds; one of unknown length is let through', (t) => {
  const limits = { network, minSeconds: 0.5, maxSeconds: 140, remedy: 'Shorten the video.' }
  const of = (durationMs: number) =>
    durationIssues({ durationMs }, field, limits).map(({ code, limit, actual }) => ({
      code,
      limit,
      actual,
    }))
  t.same(durationIssues({}, field, limits), [])
  t.same(of(499), [{ code: 'video_too_short', limit: 0.5, actual: 0.499 }])
  t.same(of(500), [])
  t.same(of(126_000), [])
  t.same(of(140_000), [{ code: 'video_too_long_soon', limit: 140, actual: 140 }])
  t.same(of(140_001), [{ code: 'video_too_long', limit: 140, actual: 140.001 }])
  const { minSeconds: _, ...without } = limits
  t.same(
    durationIssues({ durationMs: 0 }, field, without),
    [],
    'without a least, none is too short',
  )
  t.end()
})

test('an alternative text is counted in characters, or as the network counts', (t) => {
  const of = (altText: string, more: { lengthOf?: (text: string) => number } = {}) =>
    altTextIssues({ altText }, field, { network, maxLength: 10, ...more })
  t.same(altTextIssues({}, field, { network, maxLength: 10 }), [])
  t.same(of(''), [])
  t.match(of('🙂'.repeat(10)), [{ code: 'alt_text_too_long_soon' }])
  t.match(of('🙂'.repeat(11)), [
    { code: 'alt_text_too_long', field: 'media[0].altText', limit: 10, actual: 11 },
  ])
  const lengthOf = (text: string) => text.length
  t.match(of('🙂'.repeat(6), { lengthOf }), [{ code: 'alt_text_too_long', actual: 12 }])
  t.end()
})

test('what is outside of a range names the end that it passed', (t) => {
  const given = { code: 'poll_options_count', field, min: 2, max: 4, message: 'No.', remedy: 'Do.' }
  for (const actual of [2, 3, 4]) t.same(rangeIssue({ ...given, actual }), [])
  t.match(rangeIssue({ ...given, actual: 1 }), [{ severity: 'error', limit: 2, actual: 1 }])
  t.match(rangeIssue({ ...given, actual: 5 }), [{ severity: 'error', limit: 4, actual: 5 }])
  t.end()
})
