import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { test } from 'tap'
import {
  gifFile,
  pngFile,
  testConnector,
  type ConformanceCase,
  type ConformanceFile,
} from '@t21/plugin-kit/conformance'
import { startSandbox } from '@t21/plugin-sandbox'
import { emulator } from './sandbox/index.ts'
import { mp4 } from '@t21/plugin-kit/sandbox/testing'
import { connector } from './src/index.ts'

const packageJson: unknown = JSON.parse(
  readFileSync(new URL('./package.json', import.meta.url), 'utf8'),
)

const picture: ConformanceFile = { ...pngFile(40, 30), altText: 'A grey field' }
const moving = gifFile()
const film: ConformanceFile = {
  kind: 'video',
  mimeType: 'video/mp4',
  durationMs: 900,
  bytes: () => mp4(900),
}

const cases: readonly ConformanceCase[] = [
  { name: 'text', format: 'text', text: 'Hello < from > the & lighthouse' },
  { name: 'link', format: 'link', text: 'Read this: https://example.com/a?b=c' },
  { name: 'a picture', format: 'image', text: 'Look', media: [picture] },
  { name: 'pictures', format: 'images', text: 'Look', media: [picture, picture, moving] },
  { name: 'a GIF', format: 'gif', text: '', media: [moving] },
  { name: 'a video', format: 'video', text: 'Watch', media: [film] },
  {
    name: 'a poll for followers behind a warning',
    format: 'poll',
    text: 'Which?',
    options: {
      visibility: 'private',
      contentWarning: 'Choices',
      poll: { options: ['One', 'Two'], durationMinutes: 60, multiple: true },
    },
    looks: (post) =>
      post.labels['visibility'] === 'private' && post.labels['content warning'] === 'Choices'
        ? undefined
        : 'It is not for followers, or has no warning.',
  },
  {
    name: 'a thread',
    format: 'thread',
    text: 'One',
    options: { visibility: 'unlisted', contentWarning: 'Numbers' },
    thread: [{ text: 'Two', media: [picture] }, { text: 'Three' }],
    looks: (post) =>
      post.labels['visibility'] === 'unlisted' ? undefined : 'It goes on for everyone.',
  },
]

const answers = fc.array(fc.integer({ min: 0, max: 51 }), { minLength: 1, maxLength: 5 })
const minutes = fc.constantFrom(4, 5, 43_829, 43_830)

test('Mastodon keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    handle: 'ada',
    cases,
    boundaries: [
      {
        name: 'files of a post',
        drafts: fc
          .array(fc.constantFrom(picture, moving, film), { maxLength: 5 })
          .map((media) => ({ text: '', media })),
      },
      {
        name: 'answers and time of a poll',
        drafts: fc.tuple(answers, minutes).map(([lengths, durationMinutes]) => ({
          text: 'Which?',
          options: {
            poll: {
              options: lengths.map((length, index) => String(index).padEnd(length, 'x')),
              durationMinutes,
            },
          },
        })),
      },
      {
        name: 'words with a warning',
        drafts: fc.integer({ min: 480, max: 492 }).map((length) => ({
          text: 'x'.repeat(length),
          options: { contentWarning: 'Ten chars!🙂🙂🙂' },
        })),
      },
    ],
  }))
