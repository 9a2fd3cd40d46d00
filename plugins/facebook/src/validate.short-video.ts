import type { MediaFacts, ValidationIssue } from '@t21/plugin-kit'
import { durationIssues, refused } from '@t21/plugin-kit'
import type { Form } from './form.ts'
import { shortVideoLimit } from './limits.ts'

const limit = shortVideoLimit

/** What is wrong with the video of a reel or a story, as far as T21 knows the file: facebook.md 3. */
export function shortVideoIssues(file: MediaFacts, form: Form, field: string): ValidationIssue[] {
  const what = form === 'reel' ? 'reel' : 'video story'
  return [
    ...sizeIssues(file, field),
    ...containerIssues(file, field, what),
    ...frameIssues(file, field, what),
    ...lengthIssues(file, field, what, limit.maxSeconds[form === 'reel' ? 'reel' : 'story']),
  ]
}

function sizeIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (file.size <= limit.maxBytes) return []
  return [
    {
      ...refused(
        'media_too_large',
        field,
        `The file has ${file.size} bytes; T21 sends at most ${limit.maxBytes} for a reel or story, which go up in one piece.`,
        'Use a smaller version of the file.',
      ),
      limit: limit.maxBytes,
      actual: file.size,
    },
  ]
}

function containerIssues(file: MediaFacts, field: string, what: string): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  const { mimeType, videoCodec, audioCodec } = file
  if (!limit.mimeTypes.some((type) => type === mimeType)) {
    issues.push(
      refused(
        'media_type_unsupported',
        field,
        `A ${what} on Facebook is an MP4; this file is ${mimeType}.`,
        'Convert the file to MP4.',
      ),
    )
  }
  if (videoCodec !== undefined && !limit.videoCodecs.some((codec) => codec === videoCodec)) {
    issues.push(
      refused(
        'video_codec',
        field,
        `Facebook does not take ${videoCodec} in a ${what}.`,
        'Convert the video to H.264, H.265, VP9 or AV1.',
      ),
    )
  }
  if (audioCodec !== undefined && !limit.audioCodecs.some((codec) => codec === audioCodec)) {
    issues.push(
      refused(
        'audio_codec',
        field,
        `Facebook does not take ${audioCodec} sound in a ${what}.`,
        'Convert the sound to AAC.',
      ),
    )
  }
  return issues
}

function frameIssues(file: MediaFacts, field: string, what: string): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  const { width, height, frameRate } = file
  if (width !== undefined && height !== undefined) {
    if (width < limit.minWidth || height < limit.minHeight) {
      issues.push(
        refused(
          'media_dimensions',
          field,
          `The video is ${width} × ${height}; a ${what} needs at least ${limit.minWidth} × ${limit.minHeight}.`,
          'Use a larger video, best 1080 × 1920.',
        ),
      )
    }
    if (Math.abs(width / height - limit.ratio) > limit.ratioTolerance) {
      issues.push(
        refused(
          'media_aspect_ratio',
          field,
          `The video is ${width} × ${height}; a ${what} is upright, 9:16.`,
          'Crop the video to 9:16, or publish it as a post.',
        ),
      )
    }
  }
  if (
    frameRate !== undefined &&
    // 23.976 is what film calls 24.
    (Math.ceil(frameRate) < limit.minFrameRate || Math.floor(frameRate) > limit.maxFrameRate)
  ) {
    issues.push({
      ...refused(
        'video_frame_rate',
        field,
        `The video has ${frameRate} frames a second; a ${what} has ${limit.minFrameRate} to ${limit.maxFrameRate}.`,
        'Convert the video to 30 frames a second.',
      ),
      limit: Math.ceil(frameRate) < limit.minFrameRate ? limit.minFrameRate : limit.maxFrameRate,
      actual: frameRate,
    })
  }
  return issues
}

function lengthIssues(
  file: MediaFacts,
  field: string,
  what: string,
  maxSeconds: number,
): ValidationIssue[] {
  const seconds = file.durationMs === undefined ? undefined : file.durationMs / 1000
  if (seconds !== undefined && seconds < limit.minSeconds) {
    return [
      {
        ...refused(
          'video_too_short',
          field,
          `A ${what} on Facebook lasts at least ${limit.minSeconds} seconds.`,
          'Use a longer video.',
        ),
        limit: limit.minSeconds,
        actual: seconds,
      },
    ]
  }
  const remedy = 'Shorten the video, or publish it as a post.'
  return durationIssues(file, field, { network: 'Facebook', maxSeconds, remedy })
}
