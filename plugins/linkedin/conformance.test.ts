import {
  gifFile,
  pngFile,
  testConnector,
  type ConformanceCase,
  type ConformanceFile,
} from '@t21/plugin-kit/conformance'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { mp4, pdf } from './sandbox/support/files.ts'
import { connector } from './src/index.ts'

const picture = pngFile(600, 400)
const video: ConformanceFile = {
  kind: 'video',
  mimeType: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 5_000,
  bytes: () => mp4(5_000),
}
/** Made once: LinkedIn takes pieces of 4 MiB, and wants the receipt of each. */
const twoPieces = mp4(6_000, 4 * 1024 * 1024 + 1_000)
const inPieces: ConformanceFile = { ...video, durationMs: 6_000, bytes: () => twoPieces }
const paper: ConformanceFile = {
  kind: 'document',
  mimeType: 'application/pdf',
  pages: 3,
  bytes: () => pdf(3),
}
const poll = { question: 'Which one?', options: ['Tea', 'Coffee'], duration: 'ONE_DAY' }

const cases: readonly ConformanceCase[] = [
  { name: 'text', format: 'text', text: 'Hello (from) the *lighthouse*', firstComment: 'Welcome' },
  { name: 'picture', format: 'image', text: 'A picture', media: [picture] },
  { name: 'pictures', format: 'images', text: 'Two', media: [picture, picture] },
  { name: 'gif', format: 'gif', text: 'It moves', media: [gifFile()] },
  { name: 'video', format: 'video', text: 'A film', media: [video] },
  { name: 'video in pieces', format: 'video', text: 'A longer film', media: [inPieces] },
  {
    name: 'document',
    format: 'document',
    text: 'A paper',
    media: [paper],
    options: { title: 'Menu' },
  },
  {
    name: 'article',
    format: 'article',
    text: 'Read this',
    options: { article: { url: 'https://lighthouse.example/menu', title: 'The menu' } },
  },
  { name: 'poll', format: 'poll', text: 'Tell us', options: { poll } },
]

test('LinkedIn keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    handle: 'repeat-ada',
    cases,
    // A page: members cannot be read back.
    pickAccount: (accounts) =>
      accounts.find(({ platformUserId }) => /organization/.test(platformUserId)),
    webhooks: { signsTime: false },
  }))
