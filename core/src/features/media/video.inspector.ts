import type { Inspected } from './inspect.ts'
import type { MediaFormat } from './media.formats.ts'
import type { StoredFacts } from './media.model.ts'
import { MediaRefused } from './media.refusals.ts'
import { runProbe } from './run-probe.ts'
import type { WorkFolder } from './work-folder.ts'

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
  const probe = await runProbe<VideoProbe>('video', folder.original)
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
