import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mp4 } from '../../plugins/tiktok/sandbox/support/files.ts'

/** A file that posts of a run show. Its name tells it apart: it is stored once for a tenant. */
export interface CrashFile {
  readonly name: string
  readonly kind: 'image' | 'video'
  readonly mimeType: string
  readonly width: number
  readonly height: number
  /** Of videos. */
  readonly durationMs?: number
  bytes(): Buffer
}

const square = { kind: 'image', mimeType: 'image/jpeg', width: 1_080, height: 1_080 } as const

/** Three pictures. The last one is a PNG, which some networks do not take: T21 converts it. */
export const pictures: readonly CrashFile[] = [
  { ...square, name: 'cup.jpg', bytes: () => demoFile('cup.jpg') },
  { ...square, name: 'harbour.jpg', bytes: () => demoFile('harbour.jpg') },
  {
    name: 'dawn.png',
    kind: 'image',
    mimeType: 'image/png',
    width: 1_200,
    height: 675,
    bytes: () => demoFile('dawn.png'),
  },
]

/** An upright video of five seconds. */
export const video: CrashFile = {
  name: 'dawn.mp4',
  kind: 'video',
  mimeType: 'video/mp4',
  width: 540,
  height: 960,
  durationMs: 5_000,
  bytes: () => demoFile('dawn.mp4'),
}

/** A video too large for one piece of an upload, with nothing to be seen in it. */
export const largeVideo: CrashFile = {
  ...video,
  name: 'large.mp4',
  durationMs: 10_000,
  bytes: () => mp4({ seconds: 10, width: 540, height: 960, bytes: 20_000_000 }),
}

function demoFile(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../../demo', name))
}
