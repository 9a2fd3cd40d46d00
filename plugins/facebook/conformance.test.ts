import { places } from '@t21/meta-graph/sandbox'
import {
  gifFile,
  hasLabels,
  jpegFile,
  testConnector,
  uprightVideo,
  type ConformanceCase,
} from '@t21/plugin-kit/conformance'
import { mp4 } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { connector } from './src/index.ts'

const photo = jpegFile(1080, 1080)
const upright = jpegFile(1080, 1920)
const video = uprightVideo(() => mp4(10_000))

const berlin = findBerlin()

type Looks = NonNullable<ConformanceCase['looks']>

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
    looks: hasLabels({
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
    looks: hasLabels({ background: 'coloured' }),
  },
  {
    name: 'photo',
    format: 'image',
    text: 'A photo',
    media: [{ ...photo, altText: 'A square' }],
    options: { placeId: berlin },
    looks: (post) =>
      post.media[0]?.altText === 'A square'
        ? hasLabels({ at: 'Berlin, Germany' })(post)
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
    media: [gifFile()],
    // Facebook shows it as a photo.
    looks: ({ media }) => (media[0]?.kind === 'image' ? undefined : 'it has no picture.'),
  },
  {
    name: 'video',
    format: 'video',
    text: 'A film',
    media: [video],
    options: { title: 'Film', targeting: { countries: ['DE'] } },
    looks: titled('Film', hasLabels({ audience: 'DE' })),
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
