import { readFilm } from '@t21/meta-graph/sandbox'
import type { ContainerKind } from '../containers/container.ts'
import { videoLimits, videoRules, type VideoLimits } from '../api/limits.ts'
import { readTracks, type Tracks } from './tracks.ts'

/** 352/2207026: a video that Instagram does not take. */
export const unsupportedVideo = 2207026

/** A reel whose cover is to be taken from after its end. */
export const badThumbnailOffset = 2207057

/**
 * Holds a video against the rules of its kind (instagram.md 3).
 *
 * @returns the subcode with which its processing ends, or null
 */
export function videoFailure(
  bytes: Buffer,
  kind: ContainerKind,
  thumbOffset: number | null,
): number | null {
  const limits = limitsOf(kind)
  const film = readFilm(bytes)
  if (film === undefined || bytes.length > limits.bytes) return unsupportedVideo
  const { milliseconds, width, height } = film
  if (milliseconds === undefined || width === undefined || height === undefined) {
    return unsupportedVideo
  }
  const seconds = milliseconds / 1000
  const fits =
    seconds >= limits.shortest &&
    seconds <= limits.longest &&
    width <= videoRules.columns &&
    width / height >= videoRules.narrowest &&
    width / height <= videoRules.widest &&
    (bytes.length * 8) / seconds <= videoRules.bitsPerSecond &&
    areTracksFit(readTracks(bytes))
  if (!fits) return unsupportedVideo
  return thumbOffset !== null && thumbOffset >= milliseconds ? badThumbnailOffset : null
}

/** The limits of a kind of video. */
export function limitsOf(kind: ContainerKind): VideoLimits {
  if (kind === 'STORY_VIDEO') return videoLimits.STORIES
  return kind === 'VIDEO' ? videoLimits.VIDEO : videoLimits.REELS
}

function areTracksFit({ headerFirst, hasEdits, video, audio }: Tracks): boolean {
  if (!headerFirst || hasEdits || video === undefined) return false
  const { least, most } = videoRules.framesPerSecond
  // 23.976 frames are 24000/1001; a hair of tolerance keeps rounding out of it.
  const rate = video.framesPerSecond
  if (!codecs.includes(video.codec) || rate < least - 0.01 || rate > most + 0.01) return false
  if (audio === undefined) return true
  const { hertz, channels } = videoRules.audio
  return audio.codec === 'mp4a' && audio.hertz <= hertz && audio.channels <= channels
}

const codecs: readonly string[] = videoRules.codecs
