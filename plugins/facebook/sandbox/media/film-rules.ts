import type { Film } from '@t21/meta-graph/sandbox'
import { videoLimits } from '../api/limits.ts'
import type { VideoPurpose } from './video.ts'

/**
 * Why a film cannot be what it was begun for (facebook.md 3); `undefined` where it can. What cannot be read
 * from the file counts as right.
 */
export function filmProblem(film: Film, purpose: VideoPurpose): string | undefined {
  const length = lengthProblem(film, purpose)
  if (length !== undefined || purpose === 'video') return length
  const { width, height } = film
  if (width === undefined || height === undefined) return undefined
  if (width < videoLimits.reelWidth || height < videoLimits.reelHeight) {
    return `Resolution ${width}x${height} is below ${videoLimits.reelWidth}x${videoLimits.reelHeight}`
  }
  if (Math.abs(width / height - videoLimits.reelRatio) > videoLimits.ratioPlay) {
    return `Aspect ratio of ${width}x${height} is not 9:16`
  }
  return undefined
}

function lengthProblem({ milliseconds }: Film, purpose: VideoPurpose): string | undefined {
  if (milliseconds === undefined) return undefined
  const seconds = milliseconds / 1000
  const { least, most } = lengths[purpose]
  if (seconds >= least && seconds <= most) return undefined
  return `Duration of ${seconds} seconds is not between ${least} and ${most}`
}

const lengths = {
  video: { least: 0, most: videoLimits.seconds },
  reel: videoLimits.reelSeconds,
  story: videoLimits.storySeconds,
} as const
