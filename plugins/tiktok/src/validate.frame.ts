import type { MediaFacts, ValidationIssue } from '@t21/plugin-kit'
import { noticed, rangeIssue, refused } from '@t21/plugin-kit'
import { photoLimit, videoLimit } from './limits.ts'

/** What is wrong with the width and height of a photo, where they are known. T21 scales it down before. */
export function photoFrameIssues({ width, height }: MediaFacts, field: string): ValidationIssue[] {
  if (width === undefined || height === undefined) return []
  if (Math.min(width, height) <= photoLimit.maxShortSide) return []
  return [
    {
      ...refused(
        'media_dimensions',
        field,
        `The photo is ${width} × ${height}; TikTok allows ${photoLimit.maxShortSide} pixels on the shorter side.`,
        'Make the photo smaller.',
      ),
      limit: photoLimit.maxShortSide,
      actual: Math.min(width, height),
    },
  ]
}

/** What is wrong with the frames of a video, where they are known. */
export function videoFrameIssues(file: MediaFacts, field: string): ValidationIssue[] {
  return [...sizeIssues(file, field), ...rateIssues(file, field)]
}

function sizeIssues({ width, height }: MediaFacts, field: string): ValidationIssue[] {
  if (width === undefined || height === undefined) return []
  const { minSide, maxSide, advisedSide } = videoLimit
  const short = Math.min(width, height)
  if (short < minSide || Math.max(width, height) > maxSide) {
    return [
      refused(
        'media_dimensions',
        field,
        `The video is ${width} × ${height}; TikTok takes ${minSide} to ${maxSide} pixels a side.`,
        short < minSide ? 'Use a larger video.' : 'Make the video smaller.',
      ),
    ]
  }
  if (short >= advisedSide) return []
  return [
    noticed(
      'media_dimensions_small',
      field,
      `The video is ${width} × ${height}; TikTok has refused videos below ${advisedSide} pixels a side.`,
      `Use a video of at least ${advisedSide} pixels a side.`,
    ),
  ]
}

function rateIssues({ frameRate }: MediaFacts, field: string): ValidationIssue[] {
  if (frameRate === undefined) return []
  const { minFrameRate, maxFrameRate } = videoLimit
  return rangeIssue({
    code: 'video_frame_rate',
    field,
    min: minFrameRate,
    max: maxFrameRate,
    actual: frameRate,
    message: `The video has ${frameRate} frames a second; TikTok takes ${minFrameRate} to ${maxFrameRate}.`,
    remedy: 'Convert the video to another frame rate.',
  })
}
