import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Inspected } from './inspect.ts'
import type { MediaFormat } from './media.formats.ts'
import type { StoredFacts } from './media.model.ts'
import { MediaRefused } from './media.refusals.ts'
import type { WorkFolder } from './work-folder.ts'

const longestMilliseconds = 20_000
const mostPixelsASide = 16_384

/** What MediaInfo says about a video; a field is missing where it does not know. */
export interface VideoProbe {
  readonly container: string | undefined
  readonly profile: string | undefined
  readonly durationSeconds: number | undefined
  readonly width: number | undefined
  readonly height: number | undefined
  readonly frameRate: number | undefined
  readonly rotation: number
  readonly videoCodec: string | undefined
  readonly audioCodec: string | undefined
}

/**
 * Reads the facts of a video. Its bytes are stored as they are, there is no thumbnail.
 *
 * @throws MediaRefused where there is no picture of a known size and length in it
 */
export async function inspectVideo(folder: WorkFolder, format: MediaFormat): Promise<Inspected> {
  const probe = await runProbe(folder.original)
  const { width, height, durationSeconds } = probe
  if (probe.container !== 'MPEG-4' || !isSide(width) || !isSide(height)) {
    throw new MediaRefused('The video is damaged, or has no picture in it.')
  }
  if (durationSeconds === undefined || !(durationSeconds > 0) || durationSeconds > 86_400) {
    throw new MediaRefused('The length of the video cannot be read.')
  }
  const lying = probe.rotation % 180 !== 0
  return {
    kind: 'video',
    mimeType: format.mimeType,
    path: folder.original,
    thumbnailPath: null,
    width: lying ? height : width,
    height: lying ? width : height,
    durationMs: Math.round(durationSeconds * 1_000),
    facts: factsOf(probe),
  }
}

function factsOf(probe: VideoProbe): StoredFacts {
  return {
    container: probe.profile === 'QuickTime' ? 'QuickTime' : 'MPEG-4',
    rotation: probe.rotation,
    ...(probe.videoCodec === undefined ? {} : { videoCodec: probe.videoCodec }),
    ...(probe.audioCodec === undefined ? {} : { audioCodec: probe.audioCodec }),
    ...(probe.frameRate === undefined ? {} : { frameRate: probe.frameRate }),
  }
}

function isSide(pixels: number | undefined): pixels is number {
  return Number.isInteger(pixels) && Number(pixels) > 0 && Number(pixels) <= mostPixelsASide
}

function runProbe(path: string): Promise<VideoProbe> {
  // Beside this file: TypeScript from the sources, JavaScript from the built package.
  const script = new URL(`./video.probe.worker${extname(import.meta.url)}`, import.meta.url)
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: { path }, env: {}, execArgv: [] })
    const timer = setTimeout(() => {
      reject(new MediaRefused('The video takes too long to read.'))
      void worker.terminate()
    }, longestMilliseconds)
    worker.on('message', (probe: VideoProbe) => {
      resolve(probe)
      void worker.terminate()
    })
    worker.on('error', (cause) => {
      reject(new MediaRefused('The video is damaged and cannot be read.', { cause }))
    })
    worker.on('exit', () => {
      clearTimeout(timer)
      // After a message or an error this has no effect.
      reject(new MediaRefused('The video is damaged and cannot be read.'))
    })
  })
}
