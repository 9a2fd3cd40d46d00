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

const cases: readonly ConformanceCase[] = [
  { name: 'text', format: 'text', text: 'Hello from the lighthouse', firstComment: 'Welcome' },
  {
    name: 'link',
    format: 'link',
    text: 'Read this',
    options: { link: 'https://lighthouse.example/menu' },
  },
  { name: 'photo', format: 'image', text: 'A photo', media: [photo] },
  { name: 'photos', format: 'images', text: 'Two photos', media: [photo, upright] },
  {
    name: 'gif',
    format: 'gif',
    text: 'It moves',
    media: [moving],
    // Facebook shows it as a photo.
    looks: ({ media }) => (media[0]?.kind === 'image' ? undefined : 'it has no picture.'),
  },
  { name: 'video', format: 'video', text: 'A film', media: [video] },
  { name: 'reel', format: 'reel', text: 'A reel', media: [video], options: { format: 'reel' } },
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
