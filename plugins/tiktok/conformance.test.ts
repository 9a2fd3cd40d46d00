import {
  jpegFile,
  testConnector,
  uprightVideo,
  type ConformanceCase,
  type ConformanceFile,
} from '@t21/plugin-kit/conformance'
import { startSandbox } from '@t21/plugin-sandbox'
import fc from 'fast-check'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { mp4 } from './sandbox/support/files.ts'
import { connector } from './src/index.ts'

const photo = jpegFile(1080, 1350)
/** Made once: it is large. */
const twoPieces = mp4({ bytes: 20_000_100 })

function video(bytes = mp4()): ConformanceFile {
  return uprightVideo(() => bytes)
}

const everybody = { privacyLevel: 'PUBLIC_TO_EVERYONE' }
/** All that the wall says of such a post: nothing is switched off, and nothing is hidden. */
const disclosedPhoto = {
  'visible to': 'everyone',
  'paid partnership': 'yes',
  'promotional content': 'yes',
}
const disclosed = { ...disclosedPhoto, 'AI-generated': 'yes' }

function wrongLabels(labels: Readonly<Record<string, string>>, wanted: object): string | undefined {
  const [is, must] = [labels, wanted].map((one) => JSON.stringify(one))
  return is === must ? undefined : `its labels are ${is}, and not ${must}.`
}

const cases: readonly ConformanceCase[] = [
  { name: 'video', format: 'video', text: 'A film', media: [video()], options: everybody },
  {
    name: 'video in pieces',
    format: 'video',
    text: 'A longer film',
    media: [video(twoPieces)],
    options: everybody,
  },
  {
    name: 'video that TikTok fetches',
    format: 'video',
    text: 'Fetched',
    media: [video()],
    options: { ...everybody, source: 'PULL_FROM_URL' },
  },
  {
    name: 'video for oneself',
    format: 'video',
    text: 'Mine',
    media: [video()],
    options: { privacyLevel: 'SELF_ONLY' },
    idWithheld: true,
  },
  {
    name: 'video that discloses everything',
    format: 'video',
    text: 'Promoted',
    media: [video()],
    options: {
      ...everybody,
      allowComments: true,
      allowDuet: true,
      allowStitch: true,
      brandedContent: true,
      ownBrand: true,
      madeWithAi: true,
      coverTimestampMs: 1_000,
    },
    looks: ({ labels }) => wrongLabels(labels, disclosed),
  },
  {
    name: 'photo that discloses a partnership',
    format: 'image',
    text: 'Promoted as well',
    media: [photo],
    options: { ...everybody, allowComments: true, brandedContent: true, ownBrand: true },
    looks: ({ labels }) => wrongLabels(labels, disclosedPhoto),
  },
  { name: 'photo', format: 'image', text: 'One photo', media: [photo], options: everybody },
  {
    name: 'photos',
    format: 'images',
    text: 'Three photos',
    media: [photo, photo, photo],
    options: { ...everybody, title: 'Three', coverIndex: 1 },
  },
  {
    name: 'video for the inbox',
    format: 'video',
    text: '',
    media: [video()],
    options: { mode: 'inbox' },
    handedOver: true,
  },
]

test('TikTok keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    handle: 'repeat_ada',
    cases,
    boundaries: [
      {
        name: 'number of photos',
        drafts: fc.constantFrom(1, 34, 35, 36).map((count) => ({
          text: 'Photos',
          media: Array.from({ length: count }, () => photo),
          options: everybody,
        })),
        runs: 4,
      },
      {
        name: 'title of photos',
        drafts: fc.constantFrom(1, 89, 90, 91, 100).map((length) => ({
          text: 'Photos',
          media: [photo],
          options: { ...everybody, title: '😀'.repeat(length / 2) + 'a'.repeat(length % 2) },
        })),
        runs: 5,
      },
    ],
  }))
