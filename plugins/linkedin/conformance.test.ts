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
const article = {
  url: 'https://lighthouse.example/menu',
  title: 'The menu',
  description: 'What there is in winter.',
}

const cases: readonly ConformanceCase[] = [
  { name: 'text', format: 'text', text: 'Hello (from) the *lighthouse*', firstComment: 'Welcome' },
  {
    name: 'text with mentions, for those who are logged in',
    format: 'text',
    text: 'With friends #today',
    options: {
      visibility: 'LOGGED_IN',
      mentions: ['@[Devtestco](urn:li:organization:2414183)'],
    },
    // A mention that LinkedIn does not read as one would stand there with its brackets.
    looks: ({ text, labels }) =>
      text === 'With friends #today\n\nDevtestco' && labels['visibility'] === 'logged_in'
        ? undefined
        : `it says "${text}" to ${JSON.stringify(labels)}.`,
  },
  {
    name: 'picture',
    format: 'image',
    text: 'A picture',
    media: [{ ...picture, altText: 'A square' }],
    looks: ({ media }) =>
      media[0]?.altText === 'A square' ? undefined : 'it has not the alternative text.',
  },
  {
    name: 'pictures',
    format: 'images',
    text: 'Two',
    media: [picture, { ...picture, altText: 'The second' }],
    looks: ({ media }) =>
      media.length === 2 && media[1]?.altText === 'The second'
        ? undefined
        : 'its pictures are wrong.',
  },
  { name: 'gif', format: 'gif', text: 'It moves', media: [gifFile()] },
  { name: 'video', format: 'video', text: 'A film', media: [video] },
  { name: 'video in pieces', format: 'video', text: 'A longer film', media: [inPieces] },
  {
    name: 'document',
    format: 'document',
    text: 'A paper',
    media: [paper],
    options: { title: 'Menu' },
    looks: ({ title, media }) =>
      title === 'Menu' && media[0]?.pages === 3 ? undefined : `its title is ${title}.`,
  },
  {
    name: 'article with a thumbnail',
    format: 'article',
    text: 'Read this',
    media: [picture],
    options: { article },
    looks({ link }) {
      const { imageId, ...words } = link ?? {}
      if (imageId === undefined) return 'its card has no picture.'
      return JSON.stringify(words) === JSON.stringify(article)
        ? undefined
        : `its card says ${JSON.stringify(words)}.`
    },
  },
  {
    name: 'poll',
    format: 'poll',
    text: 'Tell us',
    options: { poll },
    looks: ({ title, poll: shown }) =>
      title === poll.question &&
      shown?.options.map(({ label }) => label).join() === poll.options.join()
        ? undefined
        : 'its poll is another one.',
  },
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
