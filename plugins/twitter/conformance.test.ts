import {
  gifFile,
  pngFile,
  testConnector,
  type ConformanceCase,
  type ConformanceFile,
} from '@t21/plugin-kit/conformance'
import { mp4 } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import fc from 'fast-check'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { connector } from './src/index.ts'

const picture = pngFile(40, 30)
const video: ConformanceFile = {
  kind: 'video',
  mimeType: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 5_000,
  bytes: () => mp4(5_000),
}
const poll = { options: ['Tea', 'Coffee'], durationMinutes: 60 }

const cases: readonly ConformanceCase[] = [
  { name: 'text', format: 'text', text: 'Hello & <welcome> to the lighthouse' },
  {
    name: 'link',
    format: 'link',
    text: 'Read https://lighthouse.example/menu today',
    looks: ({ text }) => (text.includes('Read ') ? undefined : `its text is "${text}".`),
  },
  { name: 'picture', format: 'image', text: 'A picture', media: [picture] },
  { name: 'pictures', format: 'images', text: 'Two', media: [picture, picture] },
  {
    name: 'gif',
    format: 'gif',
    text: 'It moves',
    media: [gifFile()],
  },
  { name: 'video', format: 'video', text: 'A film', media: [video] },
  { name: 'poll', format: 'poll', text: 'Which one?', options: { poll } },
  {
    name: 'thread',
    format: 'thread',
    text: 'One',
    thread: [{ text: 'Two' }, { text: 'Three', media: [picture] }],
    firstComment: 'And a comment',
  },
]

const words = fc.constantFrom(
  'Tea',
  'a'.repeat(25),
  'a'.repeat(26),
  '語'.repeat(25),
  '😀'.repeat(26),
)

test('X keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    handle: 'repeat_ada',
    cases,
    webhooks: { signsTime: false },
    boundaries: [
      {
        name: 'answers of a poll',
        drafts: fc
          .tuple(
            fc.uniqueArray(words, { minLength: 1, maxLength: 5 }),
            fc.constantFrom(4, 5, 60, 10_080, 10_081),
          )
          .map(([options, durationMinutes]) => ({
            text: 'Which one?',
            options: { poll: { options, durationMinutes } },
          })),
        runs: 12,
      },
      {
        name: 'number of pictures',
        drafts: fc.integer({ min: 1, max: 5 }).map((count) => ({
          text: 'Pictures',
          media: Array.from({ length: count }, () => picture),
        })),
        runs: 5,
      },
    ],
  }))
