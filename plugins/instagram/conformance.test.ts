import { jpeg } from '@t21/meta-graph/sandbox/testing'
import {
  testConnector,
  type ConformanceCase,
  type ConformanceFile,
} from '@t21/plugin-kit/conformance'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import packageJson from './package.json' with { type: 'json' }
import { emulator } from './sandbox/index.ts'
import { video as film } from './sandbox/support/files.ts'
import { connector } from './src/index.ts'

const picture: ConformanceFile = {
  kind: 'image',
  mimeType: 'image/jpeg',
  width: 1080,
  height: 1080,
  bytes: () => jpeg(1080, 1080),
}
const upright: ConformanceFile = { ...picture, height: 1920, bytes: () => jpeg(1080, 1920) }
const video: ConformanceFile = {
  kind: 'video',
  mimeType: 'video/mp4',
  width: 1080,
  height: 1920,
  durationMs: 10_000,
  frameRate: 30,
  videoCodec: 'h264',
  audioCodec: 'aac',
  bytes: () => film(),
}

const cases: readonly ConformanceCase[] = [
  {
    name: 'picture',
    format: 'image',
    text: 'A picture',
    media: [picture],
    firstComment: 'Welcome',
  },
  { name: 'carousel', format: 'carousel', text: 'Three', media: [picture, video, picture] },
  { name: 'reel', format: 'reel', text: 'A reel', media: [video] },
  {
    name: 'picture story',
    format: 'story',
    text: '',
    media: [upright],
    options: { format: 'story' },
  },
  { name: 'video story', format: 'story', text: '', media: [video], options: { format: 'story' } },
]

test('Instagram keeps the contract', (t) =>
  testConnector(t, {
    connector,
    emulator,
    startSandbox,
    packageJson,
    handle: 'repeat_ada',
    cases,
    // A day: a younger token is not renewed.
    renewAfterSeconds: 25 * 3_600,
    untold: { clicks: 'Only stories of accounts that came by Facebook Login have them.' },
    webhooks: {
      signsTime: false,
      // Of its own Instagram tells nothing about what an account publishes; that the app was removed it tells.
      async provoke(fetch) {
        await fetch('https://www.instagram.com/accounts/manage_access?sandbox_remove=repeat_ada')
      },
    },
  }))
