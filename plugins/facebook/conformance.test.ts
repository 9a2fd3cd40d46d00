import { jpeg, mp4 } from '@t21/meta-graph/sandbox/testing'
import {
  testConnector,
  type ConformanceCase,
  type ConformanceFile,
} from '@t21/plugin-kit/conformance'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { places } from './sandbox/places/places.ts'
import { connector } from './src/index.ts'

const photo: ConformanceFile = {
  kind: 'image',
  mimeType: 'image/jpeg',
  width: 1080,
  height: 1080,
  bytes: () => jpeg(1080, 1080),
}
const upright: ConformanceFile = { ...photo, height: 1920, bytes: () => jpeg(1080, 1920) }
const video: ConformanceFile = {
  kind: 'video',
  mimeType: 'video/mp4',
  width: 1080,
  height: 1920,
  durationMs: 10_000,
  frameRate: 30,
  videoCodec: 'h264',
  audioCodec: 'aac',
  bytes: () => mp4({ milliseconds: 10_000 }),
}

const dot = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
const moving: ConformanceFile = {
  kind: 'gif',
  mimeType: 'image/gif',
  width: 1,
  height: 1,
  bytes: () => Buffer.from(dot, 'base64'),
}

const berlin = findBerlin()

type Looks = NonNullable<ConformanceCase['looks']>

function labels(wanted: Readonly<Record<string, string>>): Looks {
  return (post) => {
    const wrong = Object.entries(wanted).find(([name, value]) => post.labels[name] !== value)
    return wrong && `its label "${wrong[0]}" is not "${wrong[1]}" but ${post.labels[wrong[0]]}.`
  }
}

function titled(title: string, looks: Looks): Looks {
  return (post) => (post.title === title ? looks(post) : `its title is ${post.title}.`)
}

function findBerlin(): string {
  return places.find(({ name }) => name.startsWith('Berlin'))?.id ?? ''
}

const cases: readonly ConformanceCase[] = [
  { name: 'text', format: 'text', text: 'Hello from the lighthouse', firstComment: 'Welcome' },
  {
    name: 'link',
    format: 'link',
    text: 'Read this',
    options: { link: 'https://lighthouse.example/menu' },
  },
  {
    name: 'text for some, at a place',
    format: 'text',
    text: 'Only here',
    options: {
      placeId: berlin,
      targeting: { countries: ['DE', 'AT'] },
      feedTargeting: { countries: ['DE'] },
    },
    looks: labels({
      at: 'Berlin, Germany',
      audience: 'DE, AT',
      'rather for': 'DE',
    }),
  },
  {
    name: 'coloured text',
    format: 'text',
    text: 'On purple',
    options: { textFormatPresetId: '106018623298955' },
    looks: labels({ background: 'coloured' }),
  },
  {
    name: 'photo',
    format: 'image',
    text: 'A photo',
    media: [{ ...photo, altText: 'A square' }],
    options: { placeId: berlin },
    looks: (post) =>
      post.media[0]?.altText === 'A square'
        ? labels({ at: 'Berlin, Germany' })(post)
        : 'it has not the alternative text.',
  },
  {
    name: 'photos',
    format: 'images',
    text: 'Two photos',
    media: [photo, { ...upright, altText: 'Upright' }],
    looks: ({ media }) =>
      media.length === 2 && media[1]?.altText === 'Upright' ? undefined : 'its photos are wrong.',
  },
  {
    name: 'gif',
    format: 'gif',
    text: 'It moves',
    media: [moving],
    // Facebook shows it as a photo.
    looks: ({ media }) => (media[0]?.kind === 'image' ? undefined : 'it has no picture.'),
  },
  {
    name: 'video',
    format: 'video',
    text: 'A film',
    media: [video],
    options: { title: 'Film', targeting: { countries: ['DE'] } },
    looks: titled('Film', labels({ audience: 'DE' })),
  },
  {
    name: 'reel',
    format: 'reel',
    text: 'A reel',
    media: [video],
    options: { format: 'reel', title: 'Reel' },
    looks: titled('Reel', () => undefined),
  },
  {
    name: 'photo story',
    format: 'story',
    text: '',
    media: [upright],
    options: { format: 'story' },
  },
  { name: 'video story', format: 'story', text: '', media: [video], options: { format: 'story' } },
]

test('Facebook keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    handle: 'repeat-ada',
    cases,
    webhooks: { signsTime: false },
  }))
