import type { MediaFacts, ValidationIssue } from '@t21/plugin-kit'
import { noticed, refused } from '@t21/plugin-kit'
import { gifLimit, videoLimit } from './limits.ts'

/** What is wrong with the width and height of a GIF or video, where they are known. */
export function frameIssues(file: MediaFacts, field: string): ValidationIssue[] {
  const { width, height } = file
  if (width === undefined || height === undefined) return []
  if (file.kind === 'gif') return gifIssues(width, height, field)
  if (file.kind === 'video') return videoIssues(width, height, field)
  return []
}

function gifIssues(width: number, height: number, field: string): ValidationIssue[] {
  if (width <= gifLimit.maxWidth && height <= gifLimit.maxHeight) return []
  return [
    refused(
      'media_dimensions',
      field,
      `The GIF is ${width} × ${height}; X allows ${gifLimit.maxWidth} × ${gifLimit.maxHeight}.`,
      'Make the GIF smaller, or use a video.',
    ),
  ]
}

function videoIssues(width: number, height: number, field: string): ValidationIssue[] {
  const long = Math.max(width, height)
  const short = Math.min(width, height)
  if (short < videoLimit.minSide) {
    return [
      refused(
        'media_dimensions',
        field,
        `The video is ${width} × ${height}; X needs at least ${videoLimit.minSide} × ${videoLimit.minSide}.`,
        'Use a larger video.',
      ),
    ]
  }
  if (long > short * videoLimit.maxAspect) {
    return [
      refused(
        'media_aspect_ratio',
        field,
        `The video is ${width} × ${height}; X takes shapes between 1:3 and 3:1.`,
        'Crop the video.',
      ),
    ]
  }
  // X's documents name 1280 × 1024 as the largest, and on the same page advise 720 × 1280 and take
  // 1080p of subscribers. So more is not surely refused.
  if (long > videoLimit.longSide || short > videoLimit.shortSide) {
    return [
      noticed(
        'media_dimensions_large',
        field,
        `The video is ${width} × ${height}; X may make it smaller or refuse more than ${videoLimit.longSide} × ${videoLimit.shortSide}.`,
        'Nothing, if the account has X Premium; else use 1280 × 720 or 720 × 1280.',
      ),
    ]
  }
  return []
}
